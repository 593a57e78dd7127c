import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { RandomBytes, RandomUuid } from "@pulumi/random";
import { hashedSecretName, metadata } from "../kubernetes";

/** Names of the Secrets that Consul's servers, its bootstrap Job and Loki mount. */
export interface ConsulSecrets {
  /** `secrets.json` for the servers. */
  readonly server: pulumi.Output<string>;
  /** `token`: may do everything. */
  readonly management: pulumi.Output<string>;
  /** `token` and `accessor`: may write Loki's keys. */
  readonly loki: pulumi.Output<string>;
  readonly objects: readonly Secret[];
}

/** Generates Consul's gossip key and tokens and puts each where only its reader mounts it. */
export function consulSecrets(
  name: string,
  namespace: string,
  opts: pulumi.CustomResourceOptions,
): ConsulSecrets {
  const gossipKey = new RandomBytes(`${name}-gossip-key`, { length: 32 }, opts);
  const management = uuid(`${name}-management-token`, opts);
  const token = uuid(`${name}-loki-token`, opts);
  const accessor = new RandomUuid(`${name}-loki-accessor`, {}, opts);
  const secret = (role: string, stringData: Record<string, pulumi.Input<string>>) => {
    // Not the name that the API server returns: a preview does not know that one.
    const secretName = hashedSecretName(`${name}-${role}`, stringData);
    const meta = { ...metadata("", name, namespace), name: secretName };
    return {
      secretName,
      object: new Secret(`${name}-${role}`, { metadata: meta, stringData }, opts),
    };
  };
  const serverConfig = pulumi.jsonStringify({
    encrypt: pulumi.secret(gossipKey.base64),
    acl: { tokens: { initial_management: management, agent: management } },
  });
  const server = secret("server", { "secrets.json": serverConfig });
  const managementSecret = secret("management", { token: management });
  const loki = secret("loki", { token, accessor: accessor.result });
  return {
    server: server.secretName,
    management: managementSecret.secretName,
    loki: loki.secretName,
    objects: [server.object, managementSecret.object, loki.object],
  };
}

const uuid = (name: string, opts: pulumi.CustomResourceOptions) =>
  pulumi.secret(new RandomUuid(name, {}, { ...opts, additionalSecretOutputs: ["result"] }).result);
