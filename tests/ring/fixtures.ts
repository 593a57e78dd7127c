import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { contentHash, labels } from "../../components/kubernetes";
import { ConsulRing } from "../../components/ring/consulRing";
import type { ConsulRingSettings } from "../../components/settings/schema";
import type { Evaluation } from "../../tools/evaluate";
import { digitsOf, inputsOf, record, resourceOf, tokenOf } from "../support/record";
import { prodSettings } from "../support/settings";

export const component = "fraiseql-loki:ring:ConsulRing::consul";
export const types = {
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  job: "kubernetes:batch/v1:Job",
  configMap: "kubernetes:core/v1:ConfigMap",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
  account: "kubernetes:core/v1:ServiceAccount",
  budget: "kubernetes:policy/v1:PodDisruptionBudget",
  password: "random:index/randomPassword:RandomPassword",
  uuid: "random:index/randomUuid:RandomUuid",
};

export const image = "docker.io/hashicorp/consul:1.22.3";

/** Makes the ring as the stack does, and something that depends on it as Loki does. */
export async function recordRing(
  ring: Record<string, unknown> = {},
  preview = false,
): Promise<Evaluation> {
  const evaluation = await record(
    () => {
      const settings = prodSettings({ ring: { kind: "consul", ...ring } })
        .ring as ConsulRingSettings;
      const made = new ConsulRing("consul", { namespace: "loki", settings, image });
      const { kvstore, heartbeatPeriod, heartbeatTimeout, env, volumes, volumeMounts } = made;
      new ConfigMap("dependant", {}, { dependsOn: [...made.dependencies] });
      return {
        ring: { kvstore, heartbeatPeriod, heartbeatTimeout, env, volumes, volumeMounts },
        initContainers: made.initContainers,
      };
    },
    { preview },
  );
  const { dependencies } = resourceOf(evaluation, types.configMap, "dependant");
  return {
    ...evaluation,
    resources: evaluation.resources.filter(({ name }) => name !== "dependant"),
    outputs: { ...evaluation.outputs, dependencies },
  };
}

const management = tokenOf("consul-management-token");
export const contents = {
  server: {
    "secrets.json": JSON.stringify({
      encrypt: Buffer.from(digitsOf("consul-gossip-key"), "hex").toString("base64"),
      acl: { tokens: { initial_management: management, agent: management } },
    }),
  },
  management: { token: management },
  loki: { token: tokenOf("consul-loki-token"), accessor: "uuid-of-consul-loki-accessor" },
};
export const secretName = (role: keyof typeof contents) =>
  `consul-${role}-${contentHash(contents[role])}`;

export const meta = (name: string, owner = "consul") => ({
  name,
  namespace: "loki",
  labels: labels(owner),
});
export const dataOf = (evaluation: Evaluation, name: string) =>
  inputsOf(evaluation, types.configMap, name)["data"] as Record<string, string>;

export const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 10_002,
  runAsGroup: 10_002,
  fsGroup: 10_002,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};
export const secretVolume = (name: string, role: keyof typeof contents) => ({
  name,
  secret: { secretName: secretName(role), defaultMode: 0o440 },
});

export const bootstrapOwner = "consul-bootstrap";

/** In the order of the program, as its text is part of the Job's name. */
export const bootstrapPod = {
  serviceAccountName: bootstrapOwner,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  restartPolicy: "OnFailure",
  securityContext: podSecurity,
  containers: [
    {
      name: "bootstrap",
      image,
      command: ["/bin/sh", "/bootstrap/bootstrap.sh"],
      env: [
        { name: "CONSUL_HTTP_ADDR", value: "http://consul.loki.svc:8500" },
        { name: "CONSUL_HTTP_TOKEN_FILE", value: "/tokens/management/token" },
      ],
      resources: {
        requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
        limits: { memory: "128Mi", "ephemeral-storage": "2Gi" },
      },
      securityContext: restricted,
      volumeMounts: [
        { name: "files", mountPath: "/bootstrap", readOnly: true },
        { name: "management", mountPath: "/tokens/management", readOnly: true },
        { name: "loki", mountPath: "/tokens/loki", readOnly: true },
      ],
    },
  ],
};
