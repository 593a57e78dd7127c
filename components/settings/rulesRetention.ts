import { durationMs, formatDuration } from "./durations";
import type { Flaw } from "./flaws";
import { periodFlaw, retentionForever, said, type Said } from "./keptPeriods";
import { settingKey } from "./keys";
import type { Finding, Rule } from "./rules";

function wholeDaysOf({ at, retentionPeriod: period, streamRetention = [] }: Said): Finding[] {
  const path = [...at, "retentionPeriod"];
  const flaw = period === undefined ? undefined : periodFlaw(period);
  const forEver: Flaw = {
    row: "C11",
    expected: "at least 24h: 0 keeps logs for ever",
    hint: `or set ${settingKey(retentionForever)} to true`,
  };
  const found = period !== undefined && durationMs(period) === 0 ? forEver : flaw;
  return [
    ...(found === undefined ? [] : [{ ...found, path, about: [retentionForever] }]),
    ...streamRetention.flatMap((stream, index) => {
      const streamFlaw = periodFlaw(stream.period);
      const streamPath = [...at, "streamRetention", index, "period"];
      return streamFlaw === undefined ? [] : [{ ...streamFlaw, path: streamPath }];
    }),
  ];
}

const wholeDays: Rule = (settings) =>
  said(settings)
    .flatMap(wholeDaysOf)
    .filter(({ path }) => !(settings.loki.retentionForever && path.at(-1) === "retentionPeriod"));

/** Retention is one process for all tenants: it runs or it does not. */
const nothingForEver: Rule = ({ loki, gateway, tenants }) =>
  !loki.retentionForever || !gateway.enabled
    ? []
    : tenants.flatMap(({ retentionPeriod: period }, index): Finding[] =>
        period === undefined
          ? []
          : [
              {
                path: ["tenants", index, "retentionPeriod"],
                about: [retentionForever],
                expected: `nothing: with ${settingKey(retentionForever)} no tenant's lines are deleted`,
                remove: true,
              },
            ],
      );

const acceptedLinesStay: Rule = (settings) => {
  const { loki } = settings;
  const shortest = said(settings).flatMap(({ at, retentionPeriod: period }) =>
    period === undefined ||
    periodFlaw(period) !== undefined ||
    durationMs(loki.rejectOldSamplesMaxAge) <= durationMs(period)
      ? []
      : [{ at: [...at, "retentionPeriod"], period }],
  );
  return loki.retentionForever
    ? []
    : shortest.slice(0, 1).map(({ at, period }) => ({
        row: "C44",
        path: ["loki", "rejectOldSamplesMaxAge"],
        about: [at, retentionForever],
        expected: `at most ${settingKey(at)} (${period}): older lines would be deleted at once`,
        set: formatDuration(durationMs(period)),
      }));
};

/** How long lines are kept. */
export const retentionRules: readonly Rule[] = [wholeDays, nothingForEver, acceptedLinesStay];
