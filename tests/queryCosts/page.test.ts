import { blocksOf } from "../docs/blocks";
import { flaws } from "../docs/logql";
import { generate } from "../../tools/queryCosts/lines";
import type { Measured } from "../../tools/queryCosts/measure";
import { costsPage } from "../../tools/queryCosts/page";
import { questions } from "../../tools/queryCosts/questions";

const start = Date.parse("2026-01-10T12:00:00Z");
const hour = 3_600_000;
const lines = (count: number) => {
  const data = generate(count, start, start + hour);
  return { traceId: data.traceId, streams: [...data.pushes].flat() };
};

test("the page has the queries that the command asks", () => {
  const asked = questions(lines(3).traceId).flatMap(({ ways }) => ways.map(({ expr }) => expr));
  const shown = blocksOf("docs/query-optimisation.md").map(({ code }) => code);
  // Where they differ: npm run query-costs
  expect(shown).toEqual(asked);
  expect(asked.flatMap(flaws)).toEqual([]);
});

test("the same data comes of each run, three lines of it with the trace", () => {
  const { streams, traceId } = lines(900);
  expect(lines(900)).toEqual({ streams, traceId });
  const own = streams.filter(({ labels }) => labels["job"] === "fraiseql-app");
  const entries = own.flatMap((stream) => stream.entries);
  expect(entries).toHaveLength(900);
  expect(entries.filter(({ line }) => line.includes(traceId))).toHaveLength(3);
});

test("a label too many makes streams of the same lines", () => {
  const { streams } = lines(900);
  const of = (job: string) => streams.filter(({ labels }) => labels["job"] === job);
  const texts = (job: string) =>
    of(job)
      .flatMap(({ entries }) => entries.map(({ line }) => line))
      .sort();
  expect(texts("many-streams")).toEqual(texts("few-streams"));
  expect(of("few-streams").length).toBeLessThan(10);
  expect(of("many-streams").length).toBeGreaterThan(100);
});

const measured: Measured = {
  lines: 1_000,
  bytesPerLine: 354.4,
  runs: 5,
  questions: [
    {
      question: { title: "A title", ways: [], lesson: "A lesson." },
      costs: [
        {
          way: { how: "dear", expr: '{a="b"}' },
          answer: {},
          lines: 1_234,
          megabytes: 5.67,
          chunks: 0,
          cpuSeconds: 1.234,
          wallSeconds: 2,
        },
      ],
    },
  ],
};
const where = { date: "2026-01-10", machine: "Machine: one", lokiVersion: "3.7.6" };

test("figures stand between the page's marks", () => {
  const page = "# Costs\n\n<!-- npm run query-costs -->\nold\n<!-- end -->\nrest\n";
  const written = costsPage(page, measured, where);
  expect(written).toMatch(/^# Costs\n\n<!-- npm run query-costs -->\n\nMeasured on 2026-01-10 /);
  expect(written).toContain("| 1. dear | 1,234 | 5.7 | – | 1.23 | 2.00 |");
  expect(written).toMatch(/\n\nA lesson\.\n\n<!-- end -->\nrest\n$/);
  expect(written).not.toContain("old");
});

test("a page without marks is refused", () => {
  expect(() => costsPage("# Costs\n", measured, where)).toThrow(
    "the page has no lines <!-- npm run query-costs --> and <!-- end -->, in this order",
  );
});
