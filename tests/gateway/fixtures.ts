import { Gateway, type GatewayArgs } from "../../components/gateway/gateway";
import { encodedUser, knownUsersOnly } from "../../components/gateway/knownUsers";
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

/** Names of users, by what the access log says of a failed login as one of them. */
export type TriedNames = Readonly<Record<string, readonly string[]>>;

const mappingsOf = (tried: TriedNames) =>
  Object.entries(tried).map(([whose, names]) => ({
    input_regexp: `^[Bb][Aa][Ss][Ii][Cc] (?:${names.map(encodedUser).join("|")})`,
    outputs: [whose],
  }));

/** How these users' passwords are asked for, where somebody may try to be any of `tried`. */
export const authentication = (users: readonly User[], tried: TriedNames) => ({
  handler: "subroute",
  routes: [
    knownUsersOnly(
      users.map(({ user }) => user),
      "loki",
    ),
    {
      handle: [
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
      ],
    },
  ],
  errors: {
    routes: [
      {
        match: [
          { vars: { "{http.error.status_code}": ["401"] }, header: { Authorization: ["*"] } },
        ],
        handle: [
          {
            handler: "map",
            source: "{http.request.header.Authorization}",
            destinations: ["{tried}"],
            mappings: mappingsOf(tried),
            defaults: ["<unknown>"],
          },
          { handler: "log_append", key: "tenant_tried", value: "{tried}" },
        ],
      },
      {
        handle: [
          {
            handler: "error",
            error: "{http.error.message}",
            status_code: "{http.error.status_code}",
          },
        ],
      },
    ],
  },
});
