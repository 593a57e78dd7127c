import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { durationPattern, parseDuration } from "./durations";
import { checkedInteger, checkedText, matching, type Flaw, type FlawOf } from "./flaws";
import { bytesPattern, cpuFlaw, cpuPattern, memoryFlaw, volumeSizeFlaw } from "./quantities";

export type Environment = "dev" | "prod";

/** Picks the default of the stack's environment. */
export type EnvironmentDefault = <T>(dev: T, prod: T) => T;

export function environmentDefault(environment: Environment): EnvironmentDefault {
  return (dev, prod) => (environment === "prod" ? prod : dev);
}

/** The duration people most likely meant: `5 minutes` is `5m`, `30d` is `720h`. */
function intendedDuration(text: string): { set?: string } {
  const [, amount = "", unit = ""] = /^-?(\d+) ?(ms|[smhdw])[a-z]*$/i.exec(text) ?? [];
  const days = { d: 24, w: 168 }[unit];
  const set = days === undefined ? `${amount}${unit}` : `${Number(amount) * days}h`;
  return (parseDuration(set) ?? 0) > 0 ? { set } : {};
}

function durationFlaw(text: string): Flaw | undefined {
  return parseDuration(text) === undefined
    ? { row: "C41", expected: "a Go duration such as 5m or 1h30m", ...intendedDuration(text) }
    : undefined;
}

/** A duration such as `5m` or `1h30m`, longer than 0. */
export const duration = () =>
  checkedText((text) =>
    parseDuration(text) === 0
      ? { row: "C41", expected: "a Go duration longer than 0, such as 5m or 1h30m" }
      : durationFlaw(text),
  ).meta({ title: "duration", pattern: durationPattern.source });

/** A duration for which 0 has a meaning, which a rule judges. */
export const durationOrZero = () => checkedText(durationFlaw).meta({ title: "duration" });

/** Size of a volume, such as `10Gi`. */
export const bytesQuantity = () =>
  checkedText(volumeSizeFlaw).meta({
    title: "bytes",
    pattern: bytesPattern.source,
    examples: ["10Gi"],
  });

/** An amount of memory, such as `512Mi`. */
export const memoryQuantity = () =>
  checkedText(memoryFlaw).meta({ title: "bytes", pattern: bytesPattern.source });

/** A Kubernetes quantity of CPU, such as `500m` or `2`. */
export const cpuQuantity = () =>
  checkedText(cpuFlaw).meta({ title: "CPU", pattern: cpuPattern.source, examples: ["500m"] });

/** A port a container may listen on without a capability. */
export const port = () => z.int().min(1024).max(65535).meta({ row: "C71" });

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function namespaceFlaw(name: string): Flaw | undefined {
  if (name === "default" || name.startsWith("kube-")) {
    return { row: "C68", expected: "a namespace that is not the cluster's own" };
  }
  return matching(label, {
    row: "C68",
    expected: "a DNS label: at most 63 of a-z 0-9 -, not beginning or ending with -",
  })(name);
}

/** Name of a namespace: a DNS label, not one of the cluster's own. */
export const namespaceName = () => checkedText(namespaceFlaw);

/** Name of a namespace that is not the stack's to make, so also one of the cluster's own. */
export const existingNamespace = (example: string) =>
  checkedText(
    matching(label, { row: "C68", expected: "the name of a namespace: 1 to 63 of a-z 0-9 -" }),
  ).meta({ examples: [example] });

/** Name of another Kubernetes object. */
export const objectName = (example: string) =>
  checkedText(
    matching(/^(?=.{1,253}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, {
      expected: "the name of a Kubernetes object: a-z 0-9 . -",
    }),
  ).meta({ examples: [example] });

/** Class of a volume. */
export const storageClass = () =>
  objectName("gp3").optional().describe("Unset: the cluster's default class.");

/** A text that is not empty. */
export const someText = (expected: string) => checkedText(matching(/\S/, { expected }));

/** A whole number of days in a bucket's lifecycle. */
export const days = (flawOf: FlawOf<number>) => checkedInteger(flawOf);

/** What is wrong with any secret: nothing, unless there is none. */
export const secretFlaw = matching(/\S/, { expected: "a secret" });

/** A value that Pulumi keeps encrypted in state and hides in logs. */
export const secretText = (flawOf: FlawOf<string> = secretFlaw) =>
  checkedText(flawOf)
    // A stand-in for messages, before the transformation: no stack ever gets it.
    .meta({ examples: ["secret"] })
    .transform((value) => pulumi.secret(value))
    .meta({ writeOnly: true });

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
      memoryRequest: memoryQuantity()
        .default(defaults.memoryRequest)
        .describe("Memory reserved on the node."),
      memoryLimit: memoryQuantity()
        .default(defaults.memoryLimit)
        .describe("Memory at most: beyond it the kernel ends the process."),
    })
    .prefault({})
    .describe("What each container of it asks for and may use.");

export type Resources = z.output<ReturnType<typeof resources>>;
