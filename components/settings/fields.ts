import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

export type Environment = "dev" | "prod";

/** Picks the default of the stack's environment. */
export type EnvironmentDefault = <T>(dev: T, prod: T) => T;

export function environmentDefault(environment: Environment): EnvironmentDefault {
  return (dev, prod) => (environment === "prod" ? prod : dev);
}

/** A Go duration such as `5m` or `1h30m`. */
export const duration = () => z.string().meta({ check: "duration" });

/** A Kubernetes quantity of bytes with a binary unit, such as `10Gi`. */
export const bytesQuantity = () => z.string().meta({ check: "bytes" });

/** A Kubernetes quantity of CPU, such as `500m` or `2`. */
export const cpuQuantity = () => z.string().meta({ check: "cpu" });

/** A port a container may listen on without a capability. */
export const port = () => z.int().min(1024).max(65535);

/** Name of a namespace: a DNS label, not one of the cluster's own. */
export const namespaceName = () => z.string();

/** A value that Pulumi keeps encrypted in state and hides in logs. */
export const secretText = () => z.string().transform((value) => pulumi.secret(value));

/** What a container asks for and may use at most. */
export const resources = (defaults: {
  cpuRequest: string;
  memoryRequest: string;
  memoryLimit: string;
}) =>
  z
    .strictObject({
      cpuRequest: cpuQuantity().default(defaults.cpuRequest).describe("CPU reserved on the node."),
      cpuLimit: cpuQuantity()
        .optional()
        .describe("CPU at most. Unset, the container may use what the node has to spare."),
      memoryRequest: bytesQuantity()
        .default(defaults.memoryRequest)
        .describe("Memory reserved on the node."),
      memoryLimit: bytesQuantity()
        .default(defaults.memoryLimit)
        .describe("Memory at most: beyond it the kernel ends the process."),
    })
    .prefault({});

export type Resources = z.output<ReturnType<typeof resources>>;
