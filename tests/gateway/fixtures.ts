import { Gateway } from "../../components/gateway/gateway";
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
  readonly tenants?: readonly Record<string, string>[];
  readonly gateway?: Record<string, unknown>;
}

export const recordGateway = (
  { tenants = [{ id: "fraiseql" }], gateway = {} }: Given = {},
  preview = false,
) =>
  record(
    () => {
      const settings = prodSettings({ tenants, gateway });
      const made = new Gateway("loki-gateway", {
        namespace: "logs",
        settings: settings.gateway,
        images: settings.images,
        tenants: settings.tenants,
        upstreams,
        queryTimeout: "5m",
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
