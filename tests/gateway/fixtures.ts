import { Gateway, type GatewayArgs } from "../../components/gateway/gateway";
import { knownUsersOnly } from "../../components/gateway/knownUsers";
import { labels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, record } from "../support/record";
import { prodSettings } from "../support/settings";
import type { Workload } from "../support/workloads";

export const component = "fraiseql-loki:gateway:Gateway::loki-gateway";
export const types = {
  deployment: "kubernetes:apps/v1:Deployment",
  configMap: "kubernetes:core/v1:ConfigMap",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  account: "kubernetes:core/v1:ServiceAccount",
  budget: "kubernetes:policy/v1:PodDisruptionBudget",
  password: "random:index/randomPassword:RandomPassword",
};
export const upstreams = ["loki-0.loki-headless.logs.svc:3100"];

interface Given {
  readonly tenants?: readonly Record<string, unknown>[];
  readonly collector?: Record<string, unknown>;
  readonly gateway?: Record<string, unknown>;
  readonly lokiTls?: GatewayArgs["lokiTls"];
}

export const recordGateway = (
  {
    tenants = [{ id: "fraiseql" }],
    collector: ofCollector = {},
    gateway = {},
    lokiTls,
  }: Given = {},
  preview = false,
) =>
  record(
    () => {
      const settings = prodSettings({ tenants, collector: ofCollector, gateway });
      const made = new Gateway("loki-gateway", {
        namespace: "logs",
        settings: settings.gateway,
        images: settings.images,
        tenants: settings.tenants,
        collector: settings.collector,
        upstreams,
        queryTimeout: "5m",
        lokiTls,
      });
      const { url, tls, tenants: users, collector } = made;
      return { url, tenants: users, collector, ...(tls && { tls }) };
    },
    { preview },
  );

export const meta = (name: string) => ({ name, namespace: "logs", labels: labels("loki-gateway") });
export const usersOf = (evaluation: Evaluation) =>
  inputsOf(evaluation, types.secret, "loki-gateway-users")["stringData"] as Record<string, string>;
export const specOf = (evaluation: Evaluation) =>
  (inputsOf(evaluation, types.deployment, "loki-gateway") as unknown as Workload).spec;

/** Who is let in. */
export interface User {
  readonly user: string;
  readonly file: string;
  /** Whose requests are the user's. */
  readonly tenant: string;
}

/** How these users' passwords are asked for. */
export const authentication = (users: readonly User[]) => [
  knownUsersOnly(
    users.map(({ user }) => user),
    "loki",
  ),
  {
    handler: "authentication",
    providers: {
      http_basic: {
        realm: "loki",
        hash: { algorithm: "bcrypt" },
        hash_cache: {},
        accounts: users.map(({ user, file }) => ({
          username: user,
          password: `{file./etc/caddy/users/${file}}`,
        })),
      },
    },
  },
];
