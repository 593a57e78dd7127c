import * as pulumi from "@pulumi/pulumi";
import { image } from "../images";
import type { PodAnnotations } from "../kubernetes";
import type { PasswordSource } from "../secretFiles";
import type { ServerTls } from "../serverTls";
import type { CollectorSettings, ImageSettings } from "../settings/schema";
import { Promtail } from "./promtail";

/** Where and as whom the collector pushes. */
export interface PushTarget {
  /** Full address of Loki's push endpoint, such as `http://loki.loki.svc:3100/loki/api/v1/push`. */
  readonly url: string;
  /** @default no authentication */
  readonly basicAuth?: { readonly user: string } & PasswordSource;
  /** Whose lines are whose. @default the lines of one tenant, whom Loki or the gateway knows */
  readonly tenants?: TenantRouting | undefined;
  /** How the server's certificate is verified. @default plain HTTP */
  readonly tls?: ServerTls | undefined;
}

/** Which tenant a line belongs to: by the label or annotation `fraiseql.io/tenant` of its namespace. */
export interface TenantRouting {
  /** The tenants there are, and whether their lines are redacted. */
  readonly known: readonly { readonly id: string; readonly redaction: boolean }[];
  /** Whose lines are those of a namespace that names no tenant there is. */
  readonly fallback: string;
}

export interface CollectorArgs {
  readonly settings: CollectorSettings;
  readonly images: ImageSettings;
  readonly push: PushTarget;
  /** Kilobytes of one line that Loki keeps: longer lines are cut there. */
  readonly maxLineKb: number;
  /** Annotations of its pods. @default none */
  readonly podAnnotations?: PodAnnotations | undefined;
}

/** What the rest of the stack knows of the agent on each node. */
export interface LokiCollector {
  readonly namespace: string;
  /** Port on which its pods serve metrics. */
  readonly metricsPort: number;
  /** What must exist before anything else is put into its namespace. */
  readonly dependencies: readonly pulumi.Resource[];
}

type Create = (
  name: string,
  args: CollectorArgs,
  opts?: pulumi.ComponentResourceOptions,
) => LokiCollector;

/** The agent of the kind that the settings name. `name` is also the name of its objects. */
export const createCollector: Create = (name, args, opts) =>
  collectors[args.settings.kind](name, args, opts);

/** Every kind there is: a missing one does not compile. */
const collectors: Readonly<Record<CollectorSettings["kind"], Create>> = {
  promtail: (name, { settings, images, push, maxLineKb, podAnnotations }, opts) => {
    void pulumi.log.warn(
      "Promtail reached its end of life on 2026-03-02: it still works, but gets no more fixes. Its successor is Grafana Alloy.",
    );
    return new Promtail(
      name,
      { settings, image: image(images, "promtail"), push, maxLineKb, podAnnotations },
      opts,
    );
  },
};
