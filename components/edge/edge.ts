import * as pulumi from "@pulumi/pulumi";
import { grafanaPort } from "../grafana/grafanaPod";
import { durationMs } from "../settings/durations";
import type { Settings } from "../settings/schema";
import { exposeService } from "./expose";

export interface EdgeArgs {
  readonly settings: Settings;
  /** The gateway's Service. */
  readonly gateway: { readonly name: string; readonly port: number; readonly https: boolean };
  /** Name of Grafana's Service. */
  readonly grafanaName: string;
}

/** Ten seconds more than Loki has and five more than the gateway, whose answer says what went wrong. */
const beyondQuerySeconds = 15;

/** The ways in from outside the cluster that the settings ask for. */
export class Edge extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fraiseql-loki:edge:Edge", name, {}, opts);
    const { settings, grafanaName } = args;
    const { namespace, gateway, grafana, loki } = settings;
    const child = { parent: this };
    const query = Math.ceil(durationMs(loki.limits.queryTimeout) / 1_000);
    const answersWithinSeconds = query + beyondQuerySeconds;

    if (gateway.expose !== undefined) {
      const { name: gatewayName, port, https } = args.gateway;
      const owner = { name: gatewayName, namespace };
      const endless = ["/loki/api/v1/tail"];
      const service = { owner, port, https, answersWithinSeconds, endless };
      exposeService(service, gateway.expose, child);
    }
    if (grafana.expose !== undefined) {
      const owner = { name: grafanaName, namespace };
      const endless = ["/api/live"];
      const service = { owner, port: grafanaPort, answersWithinSeconds, endless };
      exposeService(service, grafana.expose, child);
    }
    this.registerOutputs({});
  }
}

/** Whether there is any such way. */
export const isExposed = ({ gateway, grafana }: Settings): boolean =>
  gateway.expose !== undefined || grafana.expose !== undefined;
