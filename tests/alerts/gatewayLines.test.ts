import * as pulumi from "@pulumi/pulumi";
import { alertPlan } from "../../components/alerts/alertPlan";
import { manifests } from "../../tools/render/manifests";
import { devSettings, prodSettings } from "../support/settings";
import { evaluateStack } from "../support/stacks";
import type { Workload } from "../support/workloads";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const alertmanagerUrl = "http://alertmanager.monitoring.svc:9093";
const tenants = [{ id: "shop" }, { id: "pay" }, { id: "gone", retiredOn: "2026-01-01" }];

test("the ruler looks for failed logins in the lines of the gateway's pods, where there is a gateway", async () => {
  const ofGateway = (settings: ReturnType<typeof prodSettings>) =>
    Object.values(alertPlan(settings).ruler.rules ?? {})
      .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
      .filter(({ alert }) => alert === "GatewayFailedLogins")
      .map(({ expr }) => /\{([^}]*)\}/.exec(expr)?.[1]);
  const areas = { tenants, alerting: { alertmanagerUrl } };
  const deployment = manifests((await evaluateStack("prod", areas)).resources).find(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name.endsWith("-gateway"),
  );
  const { template } = (deployment as unknown as Workload).spec;
  const { namespace } = deployment?.metadata ?? {};
  // Promtail makes `app` of this label.
  const app = template.metadata.labels["app.kubernetes.io/name"];
  // Of each tenant that writes: which has the stack's lines is said at its namespace.
  const selector = `namespace="${namespace ?? ""}", app="${app ?? ""}"`;
  expect(ofGateway(prodSettings(areas))).toEqual([selector, selector]);
  const elsewhere = selector.replace('"loki"', '"logs"');
  expect(ofGateway(prodSettings({ ...areas, namespace: "logs" }))).toContain(elsewhere);
  const without = { alerting: { alertmanagerUrl }, gateway: { enabled: false } };
  expect(ofGateway(devSettings(without))).toEqual([]);
});
