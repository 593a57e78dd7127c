import { pipeline, streamLabels } from "../../components/collector/pipeline";
import { catalogued } from "../../components/queries/catalogue";
import type { Expression } from "../../components/queries/expression";
import { interpolate, referredVariables } from "../../components/queries/interpolate";
import { devSettings } from "../support/settings";
import { takenFromStreams } from "./needs";
import { flaws, pieces, someValues } from "./syntax";

interface Named {
  readonly name: string;
  readonly expression: Expression;
}

const all: readonly Named[] = catalogued.map(({ area, name, expression }) => ({
  name: `${area}.${name}`,
  expression,
}));

const logqls = all.flatMap(({ name, expression }) =>
  expression.language === "logql" ? [{ name, expression }] : [],
);
const promqls = all.flatMap(({ name, expression }) =>
  expression.language === "promql" ? [{ name, expression }] : [],
);
const asked = (expression: Expression) => interpolate(expression, someValues);

describe.each(all)("$name", ({ expression }) => {
  test("is of its language", () => {
    expect(flaws(expression.language, asked(expression))).toEqual([]);
  });

  test("names the variables that it refers to, and no others", () => {
    expect([...expression.variables].sort()).toEqual(referredVariables(expression.expr));
  });
});

describe.each(logqls)("$name", ({ expression }) => {
  test("gives what it says", () => {
    const numbers = pieces("logql", asked(expression)).some(({ name }) => name === "MetricExpr");
    expect(expression.gives).toBe(numbers ? "numbers" : "lines");
  });

  test("says which labels and metadata it needs, and no others", () => {
    expect(takenFromStreams(asked(expression))).toEqual(
      [...expression.labels, ...(expression.metadata ?? [])].sort(),
    );
  });

  test("leaves out lines that it cannot parse where it makes numbers of lines", () => {
    const { expr, gives } = expression;
    const parses = /\| (?:json|logfmt|unpack)\b|\| unwrap\b/.test(expr);
    expect(gives === "numbers" && parses && !expr.includes('| __error__=""')).toBe(false);
  });
});

if (promqls.length > 0) {
  test.each(promqls)("$name says which metrics it reads, and no others", ({ expression }) => {
    const read = pieces("promql", asked(expression)).filter(
      ({ name, within }) => name === "Identifier" && within.at(-1) === "VectorSelector",
    );
    const metrics = read.map(({ text }) => text.replace(/_(?:bucket|sum|count)$/, ""));
    expect([...new Set(metrics)].sort()).toEqual([...expression.metrics].sort());
  });
}

describe("what the collector gives", () => {
  const { collector, loki } = devSettings();
  const maxLineKb = loki.limits.maxLineKb;

  test("are the labels that expressions need, and no others", () => {
    const needed = new Set(logqls.flatMap(({ expression }) => expression.labels));
    const stages = pipeline({ ...collector, maxLineKb });
    expect(stages.at(-1)).toEqual({ labelallow: [...streamLabels] });
    expect([...needed].sort()).toEqual([...streamLabels].sort());
  });

  test("is nothing beside the lines that an expression needs: that is a choice of the settings", () => {
    expect(collector.structuredMetadata).toEqual([]);
    expect(logqls.filter(({ expression }) => expression.metadata !== undefined)).toEqual([]);
  });
});

describe("a variable", () => {
  const expression = { expr: "$app${app} $__range", variables: ["app", "__range"] } as const;

  test("gets its value in both forms", () => {
    expect(interpolate(expression, { app: "a", __range: "5m" })).toBe("aa 5m");
  });

  test.each([
    [{ ...expression, variables: ["app"] } as const, { app: "a", __range: "5m" }, "$__range"],
    [expression, { app: "a" }, "$__range"],
  ])("that is not named or has no value is refused", (given, values, name) => {
    expect(() => interpolate(given, values)).toThrow(
      `the expression ${expression.expr} needs a value for ${name}`,
    );
  });
});
