import { z } from "zod";
import {
  bytesQuantity,
  duration,
  durationOrZero,
  resources,
  storageClass,
  type EnvironmentDefault,
} from "./fields";
import { checkedInteger, type Flaw } from "./flaws";

const heartbeat = {
  heartbeatPeriod: duration()
    .default("15s")
    .describe("How often each Loki says in the ring that it is alive."),
  heartbeatTimeout: durationOrZero()
    .default("10m")
    .describe(
      "Silence after which a Loki counts as gone. Also how long pushes survive a ring store without quorum.",
    ),
};

function serversFlaw(servers: number): Flaw | undefined {
  if (servers < 1 || servers % 2 === 0) {
    return {
      row: "C06",
      expected:
        servers >= 2
          ? `an odd number (1, 3, 5): ${servers} tolerates no more failures than ${servers - 1}`
          : "an odd number (1, 3, 5)",
      set: 3,
    };
  }
  return servers > 7 ? { row: "C08", expected: "at most 7 voting servers", set: 5 } : undefined;
}

/** How the Loki replicas find each other and share out the streams. */
export function ringSchema(byEnvironment: EnvironmentDefault) {
  return z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("inmemory").describe("One replica, no ring store.") }),
      z.strictObject({
        kind: z.literal("consul").describe("Consul servers of the stack's own."),
        ...heartbeat,
        servers: checkedInteger(serversFlaw)
          .meta({ row: "C06" })
          .default(3)
          .describe("Voting Consul servers: an odd number, at most 7."),
        volumeSize: bytesQuantity().default("1Gi").describe("Volume of each Consul server."),
        storageClass: storageClass(),
        resources: resources({ cpuRequest: "100m", memoryRequest: "128Mi", memoryLimit: "256Mi" }),
      }),
      z.strictObject({
        kind: z.literal("memberlist").describe("The replicas gossip among themselves."),
        ...heartbeat,
      }),
    ])
    .prefault({ kind: byEnvironment("inmemory", "consul") })
    .describe("How the Loki replicas find each other and share out the streams.");
}
