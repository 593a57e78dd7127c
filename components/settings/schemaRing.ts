import { z } from "zod";
import { bytesQuantity, duration, resources, type EnvironmentDefault } from "./fields";

const heartbeat = {
  heartbeatPeriod: duration()
    .default("15s")
    .describe("How often each Loki says in the ring that it is alive."),
  heartbeatTimeout: duration()
    .default("10m")
    .describe(
      "Silence after which a Loki counts as gone. Also how long pushes survive a ring store without quorum.",
    ),
};

/** How the Loki replicas find each other and share out the streams. */
export function ringSchema(byEnvironment: EnvironmentDefault) {
  return z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("inmemory") }),
      z.strictObject({
        kind: z.literal("consul"),
        ...heartbeat,
        servers: z.int().default(3).describe("Voting Consul servers: an odd number."),
        volumeSize: bytesQuantity().default("1Gi").describe("Volume of each Consul server."),
        storageClass: z.string().optional().describe("Unset: the cluster's default class."),
        resources: resources({ cpuRequest: "100m", memoryRequest: "128Mi", memoryLimit: "256Mi" }),
      }),
      z.strictObject({ kind: z.literal("memberlist"), ...heartbeat }),
    ])
    .prefault({ kind: byEnvironment("inmemory", "consul") });
}
