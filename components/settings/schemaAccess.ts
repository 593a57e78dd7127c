import { z } from "zod";
import {
  durationOrZero,
  port,
  resources,
  secretFlaw,
  secretText,
  type EnvironmentDefault,
} from "./fields";
import { checkedText, matching, type Flaw } from "./flaws";
import { exposeSchema } from "./schemaExpose";
import { forwardAuth, gatewayTls } from "./schemaGatewayTls";
import { streamRetention, tenantLimits } from "./schemaLoki";
import { existingSecret, passwordGenerations } from "./schemaPasswords";
import { tenantFlaw } from "./tenantIds";

/** The authenticated way in and out. */
export function gatewaySchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      enabled: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe("Puts passwords and the tenant header in front of Loki."),
      replicas: z.int().min(1).max(99).default(2).describe("Gateway pods."),
      port: port().default(8080).describe("Port of the gateway."),
      tls: gatewayTls(),
      forwardAuth: forwardAuth(),
      expose: exposeSchema("A way to the gateway from outside the cluster. Unset: there is none."),
      resources: resources({ cpuRequest: "100m", memoryRequest: "64Mi", memoryLimit: "256Mi" }),
    })
    .prefault({})
    .describe("The authenticated way in and out.");
}

/** Grafana reads `$NAME` in the file that it takes this password from as a variable. */
const readPasswordFlaw = (password: string): Flaw | undefined =>
  password.includes("$")
    ? {
        got: "a text with $",
        expected: "a secret without $ (value not shown)",
        remove: true,
        hint: "one is generated",
      }
    : secretFlaw(password);

/** Whose logs are kept apart. Used when the gateway is on; without it the tenant is `fake`. */
export function tenantsSchema() {
  return z
    .array(
      z.strictObject({
        id: checkedText(tenantFlaw)
          .meta({ examples: ["fraiseql"] })
          .describe("The X-Scope-OrgID of the tenant, and the prefix of its chunks."),
        writePassword: secretText()
          .optional()
          .describe("Password that may push. Unset: generated."),
        readPassword: secretText(readPasswordFlaw)
          .optional()
          .describe("Password that may query. Unset: generated."),
        existingSecret: existingSecret(
          "Secret in the stack's namespace with the keys write-password, write-hash, read-password and read-hash (bcrypt). The collector's namespace needs one of the same name with write-password.",
        ),
        ...passwordGenerations(),
        previousWritePassword: secretText()
          .optional()
          .describe("What writePassword replaces, as long as the gateway lets it in."),
        previousReadPassword: secretText()
          .optional()
          .describe("What readPassword replaces, as long as the gateway lets it in."),
        readGroup: checkedText(
          matching(/^[^\s,](?:[^,\r\n]*[^\s,])?$/, {
            expected: "the name of one group, without a comma",
          }),
        )
          .meta({ examples: ["loki-fraiseql"] })
          .optional()
          .describe("Group whose people read its lines, with `gateway.forwardAuth`."),
        limits: tenantLimits(),
        retentionPeriod: durationOrZero()
          .meta({ examples: ["720h"] })
          .optional()
          .describe("How long its lines are kept, in whole days. Unset: `loki.retentionPeriod`."),
        streamRetention: z
          .array(streamRetention)
          .optional()
          .describe("Other periods for some of its streams. Unset: `loki.streamRetention`."),
        retiredOn: z.iso
          .date()
          .meta({ examples: ["2026-11-26"] })
          .optional()
          .describe(
            "Day (UTC) its last lines came in. Nobody pushes as it any more; its lines can be read until they expire, and after that it may be removed.",
          ),
        redaction: z
          .boolean()
          .default(true)
          .describe("Whether `collector.redaction` is applied to its lines."),
      }),
    )
    .prefault([{ id: "fraiseql" }])
    .describe(
      "Whose logs are kept apart. Used when the gateway is on; without it the tenant is `fake`.",
    );
}

/** The confirmation that a tenant's lines are given up. */
export function removedTenantsSchema() {
  return z
    .array(checkedText(tenantFlaw).meta({ examples: ["fraiseql"] }))
    .default([])
    .describe(
      "Tenants that were taken from `tenants` though their lines are not past their retention: nobody reads those any more.",
    );
}
