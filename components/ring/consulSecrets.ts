import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1";
import { RandomPassword, RandomUuid } from "@pulumi/random";
import { hashedSecretName, metadata } from "../kubernetes";

/** Names of the Secrets that Consul's servers, its bootstrap Job and Loki mount. */
export interface ConsulSecrets {
  /** `secrets.json` for the servers. */
  readonly server: pulumi.Output<string>;
  /** `token`: may do everything. */
  readonly management: pulumi.Output<string>;
  /** `token` and `accessor`: may write Loki's keys. */
  readonly loki: pulumi.Output<string>;
  /** The same to read metrics. Absent where nobody does. */
  readonly metrics?: pulumi.Output<string>;
  readonly objects: readonly Secret[];
}

/** Generates Consul's gossip key and tokens and puts each where only its reader mounts it. */
export function consulSecrets(
  name: string,
  { namespace, withMetrics }: { readonly namespace: string; readonly withMetrics: boolean },
  opts: pulumi.CustomResourceOptions,
): ConsulSecrets {
  const gossipKey = randomHex(`${name}-gossip-key`, 32, opts).apply((digits) =>
    Buffer.from(digits, "hex").toString("base64"),
  );
  const management = randomToken(`${name}-management-token`, opts);
  const tokenOf = (role: string) => ({
    token: randomToken(`${name}-${role}-token`, opts),
    // No secret: it is how Consul names the token in its log.
    accessor: new RandomUuid(`${name}-${role}-accessor`, {}, opts).result,
  });
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
    encrypt: gossipKey,
    acl: { tokens: { initial_management: management, agent: management } },
  });
  const server = secret("server", { "secrets.json": serverConfig });
  const managementSecret = secret("management", { token: management });
  const loki = secret("loki", tokenOf("loki"));
  const metrics = withMetrics ? secret("metrics", tokenOf("metrics")) : undefined;
  return {
    server: server.secretName,
    management: managementSecret.secretName,
    loki: loki.secretName,
    ...(metrics === undefined ? {} : { metrics: metrics.secretName }),
    objects: [server, managementSecret, loki, ...(metrics === undefined ? [] : [metrics])].map(
      ({ object }) => object,
    ),
  };
}

/**
 * Secret random bytes as hexadecimal digits. By way of RandomPassword, because RandomUuid and
 * RandomBytes carry their value as their id too, and an id stands in the state in clear.
 */
function randomHex(
  name: string,
  bytes: number,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const digits = new RandomPassword(
    name,
    {
      length: 2 * bytes,
      lower: false,
      upper: false,
      numeric: false,
      overrideSpecial: "0123456789abcdef",
    },
    opts,
  );
  return pulumi.secret(digits.result);
}

/** 128 random bits in the form of a UUID, which Consul asks of a token. */
function randomToken(name: string, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  return randomHex(name, 16, opts).apply((digits) =>
    digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
  );
}
