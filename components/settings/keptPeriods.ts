import { day, durationMs, hour } from "./durations";
import type { Flaw } from "./flaws";
import type { Path } from "./keys";
import type { Settings } from "./schema";

/** Where the stack says how long lines are kept. */
export const retentionPeriod = ["loki", "retentionPeriod"];
export const retentionForever = ["loki", "retentionForever"];

/** What the longest and the shortest time to keep a line rest on. */
export const restsOn = [
  retentionPeriod,
  retentionForever,
  ["loki", "streamRetention"],
  ["tenants"],
];

/** What is wrong with a time to keep lines, apart from its spelling. */
export function periodFlaw(period: string): Flaw | undefined {
  const length = durationMs(period);
  if (length < day) {
    return { row: "C10", expected: "at least 24h: Loki's index period is a day", set: "24h" };
  }
  if (length % day === 0) {
    return undefined;
  }
  const [lower, upper] = [Math.floor(length / day), Math.ceil(length / day)];
  return {
    row: "C09",
    expected: "a multiple of 24h: an object store's lifecycle counts whole days",
    set: `${(lower * day) / hour}h`,
    hint: `or ${(upper * day) / hour}h`,
  };
}

/** What the settings themselves say about keeping lines: for the stack, and for a tenant. */
export interface Said {
  readonly at: Path;
  readonly retentionPeriod?: string | undefined;
  readonly streamRetention?: readonly { readonly period: string }[] | undefined;
}

export const said = ({ loki, gateway, tenants }: Settings): Said[] => [
  { ...loki, at: ["loki"] },
  ...(gateway.enabled
    ? tenants.map((tenant, index) => ({ ...tenant, at: ["tenants", index] }))
    : []),
];

/** Whether every time to keep lines is one. */
export const isSound = (settings: Settings) =>
  said(settings)
    .flatMap(({ retentionPeriod: period, streamRetention = [] }) => [
      ...(period === undefined ? [] : [period]),
      ...streamRetention.map((stream) => stream.period),
    ])
    .every((period) => periodFlaw(period) === undefined);
