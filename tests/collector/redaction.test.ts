import { RE2JS } from "re2js";
import { pipeline } from "../../components/collector/pipeline";
import {
  byFilter,
  personalRules,
  redactionRules,
  secretRules,
  type RedactionRule,
} from "../../components/collector/redaction";
import { expressionFlaw } from "../../components/settings/redactionExpressions";
import { harmlessLines, leakyLines } from "../conformance/promtail/redactionCases";
import { prodSettings } from "../support/settings";

const all = [...secretRules, ...personalRules];
const compiled = new Map(all.map((rule) => [rule, RE2JS.compile(rule.expression)]));

/** What the agent's stage `replace` does: the group's text goes, the rest of the match stays. */
function redacted(line: string, rules: readonly RedactionRule[]): string {
  return rules.reduce((text, rule) => {
    const matcher = (compiled.get(rule) as RE2JS).matcher(text);
    let result = "";
    let end = 0;
    while (matcher.find()) {
      if (matcher.start(1) >= end) {
        result += `${text.slice(end, matcher.start(1))}<redacted:${rule.name}>`;
        end = matcher.end(1);
      }
    }
    return result + text.slice(end);
  }, line);
}

const leaks = (rules: readonly RedactionRule[]) =>
  leakyLines.filter(({ line, gone }) => {
    const found = redacted(line, rules);
    return gone.some((secret) => found.includes(secret));
  });

test("hides all that is to be hidden, and nothing else", () => {
  expect(leaks(all)).toEqual([]);
  expect(harmlessLines.map((line) => redacted(line, all))).toEqual(harmlessLines);
});

test.each(all)("a line keeps something without the rule $name", ({ name }) => {
  const others = all.filter((rule) => rule.name !== name);
  expect(leaks(others).length).toBeGreaterThan(0);
});

test.each(all)("the rule $name is one that a user could write", ({ expression }) => {
  expect(expressionFlaw(expression)).toBeUndefined();
});

test("each preset has its rules, and the user's come last", () => {
  const own = { name: "own", expression: "(x)" };
  const names = (preset: "strict" | "secrets" | "off") =>
    redactionRules({ preset, rules: [own] }).map(({ name }) => name);
  expect(names("strict")).toEqual([...all.map(({ name }) => name), "own"]);
  expect(names("secrets")).toEqual([...secretRules.map(({ name }) => name), "own"]);
  expect(names("off")).toEqual(["own"]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(19);
});

test.each(all.filter(({ where }) => where !== undefined))(
  "every line that the rule $name changes passes its filter",
  (rule) => {
    const { where = "" } = rule;
    const filters = [...where.matchAll(/\|([=~]) ("(?:[^"\\]|\\.)*")/g)].map(
      ([, kind, text = ""]) => {
        const value = JSON.parse(text) as string;
        return (line: string) =>
          kind === "=" ? line.includes(value) : RE2JS.compile(value).matcher(line).find();
      },
    );
    expect(filters.length).toBeGreaterThan(0);
    const changed = leakyLines.filter(({ line }) => redacted(line, [rule]) !== line);
    expect(changed.length).toBeGreaterThan(0);
    changed.forEach(({ line }) => {
      expect(filters.every((passes) => passes(line))).toBe(true);
    });
  },
);

test("rules that look at the same lines are asked for together, in their order", () => {
  const groups = byFilter(all);
  expect(groups.flatMap(({ rules }) => rules)).toEqual(all);
  expect(groups.map(({ rules }) => rules.map(({ name }) => name))).toContainEqual([
    "kv-quoted",
    "kv-escaped",
    "kv-bare",
  ]);
  groups.slice(1).forEach(({ where }, index) => {
    expect(where).not.toBe(groups[index]?.where);
  });
});

test("comes after lines are joined and before anything is taken from them", () => {
  const { collector } = prodSettings();
  const stages = pipeline({ ...collector, maxLineKb: 256 }).map((stage) => JSON.stringify(stage));
  const redacts = stages.map((stage) => stage.includes('"replace"'));
  const first = redacts.indexOf(true);
  const last = redacts.lastIndexOf(true);
  expect(redacts.slice(first, last + 1)).not.toContain(false);
  expect(stages.join("").match(/<redacted:/g)).toHaveLength(19);
  expect(stages.slice(0, first)).toEqual([
    expect.stringContaining('"cri"'),
    expect.stringContaining('"multiline"'),
  ]);
  const taken = /"json"|"labels"|"structured_metadata"|"regex"|"template"/;
  expect(stages.slice(0, last + 1).join("")).not.toMatch(taken);
  expect(stages.slice(last + 1).join("")).toMatch(taken);
});
