import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { catalogue } from "../../components/queries/catalogue";
import type { Expression, PromqlExpression } from "../../components/queries/expression";
import { interpolate } from "../../components/queries/interpolate";
import { emptyUntil, onlyAfter } from "./metrics/onlyAfter";
import { ask, type Sample } from "./metrics/prometheus";
import { startWholeStack, type WholeStack } from "./metrics/wholeStack";

const folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-names-"));
let stack: WholeStack;

interface Asked {
  readonly name: string;
  readonly expression: PromqlExpression;
}

const areas = ["loki", "collector", "consul", "canary"] as const;
const all: readonly Asked[] = areas.flatMap((area) =>
  Object.entries(catalogue[area] as Readonly<Record<string, Expression>>).flatMap(
    ([name, expression]) =>
      expression.language === "promql" ? [{ name: `${area}.${name}`, expression }] : [],
  ),
);

const isEvent = ({ name, expression }: Asked) =>
  name in emptyUntil || expression.metrics.some((metric) => metric in onlyAfter);

const values = {
  namespace: "loki.*",
  lokiTenant: "fraiseql",
  __rate_interval: "30s",
  __range: "5m",
} as const;

const answer = ({ expression }: Asked): Promise<readonly Sample[]> =>
  ask(stack.prometheus, interpolate(expression, values));

beforeAll(async () => {
  stack = await startWholeStack(folder);
  // What is asked for is the rate of things that the canary does each few seconds.
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const answers = await Promise.all(all.filter((one) => !isEvent(one)).map(answer));
    if (answers.every((samples) => samples.length > 0)) {
      break;
    }
    await delay(1_000);
  }
}, 500_000);

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("there are expressions of every program", () => {
  expect(all.length).toBeGreaterThan(60);
});

test.each(all.filter((one) => !isEvent(one)))("$name has an answer", async (one) => {
  const samples = await answer(one);
  expect(samples.length).toBeGreaterThan(0);
});

test.each(all)("$name reads metrics that the programs show", async ({ expression }) => {
  for (const metric of expression.metrics.filter((each) => !(each in onlyAfter))) {
    const found = await ask(stack.prometheus, `group({__name__=~"${metric}(_bucket|_count)?"})`);
    expect([metric, found.length]).toEqual([metric, 1]);
  }
});

test("what is said to come only later has not come: else it is asked for as all else", async () => {
  const early = await Promise.all(
    Object.keys(onlyAfter).map(async (metric) => [
      metric,
      (await ask(stack.prometheus, metric)).length,
    ]),
  );
  expect(early).toEqual(Object.keys(onlyAfter).map((metric) => [metric, 0]));
  const known = new Set(all.flatMap(({ expression }) => expression.metrics));
  expect(Object.keys(onlyAfter).filter((metric) => !known.has(metric))).toEqual([]);
});
