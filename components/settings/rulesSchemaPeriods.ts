import { day } from "./durations";
import { settingKey } from "./keys";
import type { Finding, Rule } from "./rules";

const at = (index: number, name: "from" | "addedOn") => ["loki", "schema", index, name];
const dayOf = (time: Date) => time.toISOString().slice(0, 10);
const daysAfter = (date: string, days: number) => dayOf(new Date(Date.parse(date) + days * day));

/** A period that has begun can never be changed: what it wrote is read by it. */
const appendOnly: Rule = ({ loki }, { now }) => {
  const today = dayOf(now);
  const [first, ...later] = loki.schema;
  if (first === undefined) {
    return [
      {
        row: "C62",
        path: ["loki", "schema"],
        expected: "at least one period: without a schema Loki could not store anything",
        remove: true,
      },
    ];
  }
  return [
    ...(first.from > today
      ? [
          {
            row: "C62" as const,
            path: at(0, "from"),
            expected: `today (${today}) or earlier: with no schema for now Loki could not store anything`,
            set: "2024-04-01",
          },
        ]
      : []),
    ...later.flatMap(({ from, addedOn }, offset) => notBegun(offset + 1, from, addedOn, today)),
    ...loki.schema.flatMap((period, index) => {
      const before = loki.schema[index - 1];
      return before === undefined ? [] : inOrder(index, period.from, before.from);
    }),
  ];
};

function notBegun(
  index: number,
  from: string,
  addedOn: string | undefined,
  today: string,
): Finding[] {
  if (addedOn === undefined) {
    const expected = "the day (UTC) the period was added to the running stack";
    return [{ row: "C63", path: at(index, "addedOn"), expected, set: today }];
  }
  return from > addedOn
    ? []
    : [
        {
          row: "C63",
          path: at(index, "from"),
          about: [at(index, "addedOn")],
          expected: `a day after ${settingKey(at(index, "addedOn"))} (${addedOn}): data already written would become unreadable`,
          set: daysAfter(addedOn, 2),
          hint: "every replica must run with the new period before it begins",
        },
      ];
}

function inOrder(index: number, from: string, before: string): Finding[] {
  return from > before
    ? []
    : [
        {
          row: "C64",
          path: at(index, "from"),
          about: [at(index - 1, "from")],
          expected: `a day after ${settingKey(at(index - 1, "from"))} (${before}): periods are append-only`,
          set: daysAfter(before, 1),
        },
      ];
}

/** The periods of Loki's index schema. */
export const schemaPeriodRules: readonly Rule[] = [appendOnly];
