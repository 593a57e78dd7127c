import { z } from "zod";
import { objectName } from "./fields";

const consulRpc = z
  .enum(["required", "offered", "accepted"])
  .default("required")
  .describe(
    "TLS between Consul's servers. offered: plain text is still understood. accepted: plain text is still spoken. For servers that run without TLS one deployment each: accepted, offered, required.",
  );

const secrets = {
  lokiSecret: objectName("loki-tls")
    .default("loki-tls")
    .describe(
      "Secret in the stack's namespace with tls.crt, tls.key and ca.crt for the replicas: `loki.<namespace>.svc`, as server and as client.",
    ),
  consulSecret: objectName("consul-tls")
    .default("consul-tls")
    .describe(
      "The same for Consul's servers: `server.loki.consul`. Not used where the ring has no Consul.",
    ),
};

/** Encryption between the pods of the stack. */
export function tlsSchema() {
  return z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("none").describe("Plain text between the pods.") }),
      z.strictObject({
        kind: z.literal("secrets").describe("Certificates of Secrets that are there."),
        ...secrets,
        consulRpc,
      }),
      z.strictObject({
        kind: z.literal("certManager").describe("Certificates that cert-manager makes and renews."),
        issuer: objectName("loki-ca").describe(
          "Name of the issuer that signs them: one with a CA, best of nothing but this stack.",
        ),
        issuerKind: z
          .enum(["Issuer", "ClusterIssuer"])
          .default("Issuer")
          .describe("An Issuer is in the stack's namespace."),
        ...secrets,
        consulRpc,
      }),
    ])
    .prefault({ kind: "none" })
    .describe("Encryption between the pods of the stack. Needs the gateway.");
}
