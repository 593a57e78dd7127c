import { load } from "js-yaml";
import { allBlocks, blocksIn, blocksOf, place } from "./blocks";
import { flaws, asked } from "./logql";
import { settingsOf, settingsProblems } from "./settings";
import { promqlFlaws } from "../support/promql";
import { unknownValues } from "./chartValues";
import { pythonTest, runPython } from "../support/python";

/** What each language of a block is checked by. Another language needs a check here first. */
const checks: Readonly<Record<string, string>> = {
  bash: "tests/docs/shell.test.ts, tests/conformance/docs.test.ts",
  sh: "the same",
  logql: "here; tests/conformance/docs.test.ts asks a real Loki",
  promql: "here",
  yaml: "here: settings by the settings' schema. `yaml kubernetes`, `yaml pod`, `yaml helm`: other files",
  json: "here",
  python: "here: run",
  sql: "tests/conformance/docsSql.test.ts runs them",
  conf: "tests/conformance/docsSql.test.ts gives them to PostgreSQL",
  text: "nothing to check",
};

const rows = (...languages: string[]) =>
  blocksIn(...languages).map((block) => [place(block), block] as const);

test("every block says a language that has a check", () => {
  const others = allBlocks.filter(({ language }) => !(language in checks));
  expect(others.map((block) => `${place(block)}: "${block.language}"`)).toEqual([]);
});

test("each of these languages is used", () => {
  const unused = Object.keys(checks).filter((language) => blocksIn(language).length === 0);
  expect(unused).toEqual([]);
});

test.each(rows("logql"))("%s is LogQL", (_, block) => {
  expect(flaws(asked(block))).toEqual([]);
});

test.each(rows("promql"))("%s is PromQL", (_, { code }) => {
  expect(promqlFlaws(code)).toEqual([]);
});

test.each(rows("json"))("%s is JSON", (_, { code }) => {
  expect(() => JSON.parse(code) as unknown).not.toThrow();
});

const yaml = blocksIn("yaml");
const settings = yaml.filter(({ notes }) => notes.length === 0);

test.each(settings.map((block) => [place(block), block] as const))(
  "the settings at %s are accepted",
  (_, block) => {
    // Not settings of a stack? Then say what it is: ```yaml kubernetes or ```yaml pod.
    expect(settingsProblems(settingsOf(block))).toBe("");
  },
);

test.each(
  yaml.filter(({ notes }) => notes.length > 0).map((block) => [place(block), block] as const),
)("%s is the file that it says", (_, { notes, code }) => {
  const found = load(code) as Record<string, unknown>;
  const [kind = ""] = notes;
  // Another kind of file needs its check here.
  expect(["kubernetes", "pod", "helm"]).toContain(kind);
  if (kind === "helm") {
    expect(unknownValues(found)).toEqual([]);
    return;
  }
  const keys = kind === "pod" ? [] : ["apiVersion", "kind", "spec"];
  expect(Object.keys(found)).toEqual(expect.arrayContaining(keys));
  if (kind === "pod") {
    expect(["metadata", "template"]).toEqual(expect.arrayContaining(Object.keys(found)));
  }
});

test("a value that Grafana's chart has none of would be seen", () => {
  const wrong = { sidecar: { dashboard: { enabled: true }, alerts: { enabled: true } } };
  expect(unknownValues(wrong)).toEqual(["sidecar.dashboard.enabled"]);
});

for (const block of blocksIn("python")) {
  pythonTest(`${place(block)} runs, and prints one line of JSON`, () => {
    const { status, stdout, stderr } = runPython("python3", ["-c", block.code]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      level: "error",
      fingerprint: "db_connection_timeout",
    });
  });
}

describe("blocks of a page", () => {
  test("keep their place, their notes and what is inside, without a list's indentation", () => {
    const text = 'a\n\n   ```logql instant\n   {a="b"}\n     | json\n   ```\n\n```\nx\n```\n';
    expect(blocksOf("p.md", text)).toEqual([
      { page: "p.md", line: 3, language: "logql", notes: ["instant"], code: '{a="b"}\n  | json' },
      { page: "p.md", line: 8, language: "", notes: [], code: "x" },
    ]);
  });

  test("that never end are refused", () => {
    expect(() => blocksOf("p.md", "```logql\n{}")).toThrow("p.md:1 opens a block that never ends");
  });

  test("that are wrong are found", () => {
    expect(promqlFlaws("rate(loki_ring_members[5m)")).not.toEqual([]);
    expect(flaws('rate(count_over_time({a="b"}[5m]))')).not.toEqual([]);
    expect(settingsProblems({ "fraiseql-loki:loki": { replica: 3 } })).toContain("replica");
  });
});
