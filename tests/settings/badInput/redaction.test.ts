import { testRows } from "../badInput";

const rule = (expression: string, name = "own") => ({
  collector: { redaction: { rules: [{ name, expression }] } },
});
const key = "fraiseql-loki:collector.redaction.rules[0].expression";
const expected = "expected RE2 with exactly one capture group, which is what is replaced";
const group =
  "put round brackets around what is to be replaced, and (?:…) around what is only grouped";
const syntax = "write it in RE2, which has no look-around and no back-references";
const good = rule(String.raw`\bcustomer=(\d+)`);

testRows([
  {
    row: "C52",
    stack: "dev",
    bad: rule("(?<=x)y"),
    message: `config error [C52] ${key}: got "(?<=x)y"; ${expected}: error parsing regexp: invalid named capture: \`(?<=x)y\`.
  Fix: ${syntax}`,
    good,
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("("),
    message: `config error [C52] ${key}: got "("; ${expected}: error parsing regexp: missing closing ): \`(\`.
  Fix: ${syntax}`,
    good,
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("customer=[0-9]+"),
    message: `config error [C52] ${key}: got "customer=[0-9]+"; ${expected}: it has none.
  Fix: ${group}`,
    good,
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("(a)(b)"),
    message: `config error [C52] ${key}: got "(a)(b)"; ${expected}: it has 2.
  Fix: ${group}`,
    good,
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("(?P<level>secret)"),
    message: `config error [C52] ${key}: got "(?P<level>secret)"; ${expected}: its group has a name, which the agent would keep.
  Fix: write (…) without a name`,
    good,
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("(x*)"),
    message: `config error [C52] ${key}: got "(x*)"; ${expected}: it matches the empty text, so every place of a line.
  Fix: write + for *, or say what is before`,
    good: rule("(x+)"),
  },
  {
    row: "C52",
    stack: "dev",
    bad: rule("(x)", "Own rule"),
    message: `config error [C52] fraiseql-loki:collector.redaction.rules[0].name: got "Own rule"; expected 1 to 40 of a-z 0-9 - that begin with a letter.
  Fix: pulumi config set --path 'fraiseql-loki:collector.redaction.rules[0].name' customer-id`,
    good: rule("(x)", "own-rule"),
  },
]);
