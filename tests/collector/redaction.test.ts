import { RE2JS } from "re2js";
import { pipeline } from "../../components/collector/pipeline";
import {
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

test("comes after lines are joined and before anything is taken from them", () => {
  const { collector } = prodSettings();
  const stages = pipeline({ ...collector, maxLineKb: 256 });
  const kinds = stages.map((stage) => {
    const [kind = ""] = Object.keys(stage);
    return kind === "match" ? JSON.stringify(stage) : kind;
  });
  const first = kinds.indexOf("replace");
  const last = kinds.lastIndexOf("replace");
  expect(last - first).toBe(18);
  expect(kinds.slice(0, first)).toEqual(["cri", expect.stringContaining('"multiline"')]);
  const before = kinds.slice(0, first).join("");
  expect(before).not.toMatch(/"json"|"labels"|"structured_metadata"|"regex"|"template"/);
  expect(kinds.slice(last + 1).join("")).toMatch(/"json".*"labels"/);
});
