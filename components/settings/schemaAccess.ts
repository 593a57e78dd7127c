import { z } from "zod";
import { port, resources, secretText, type EnvironmentDefault } from "./fields";

/** The authenticated way in and out. */
export function gatewaySchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      enabled: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe("Puts passwords and the tenant header in front of Loki."),
      replicas: z.int().min(1).max(99).default(2),
      port: port().default(8080),
      resources: resources({ cpuRequest: "100m", memoryRequest: "64Mi", memoryLimit: "256Mi" }),
    })
    .prefault({});
}

/** Whose logs are kept apart. Used when the gateway is on; without it the tenant is `fake`. */
export function tenantsSchema() {
  return z
    .array(
      z.strictObject({
        id: z.string().describe("The X-Scope-OrgID of the tenant, and the prefix of its chunks."),
        writePassword: secretText().optional().describe("Unset: generated."),
        readPassword: secretText().optional().describe("Unset: generated."),
      }),
    )
    .prefault([{ id: "fraiseql" }]);
}
