import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardPath, dashboardSubjects } from "../../../components/grafana/dashboardFiles";
import { catalogued } from "../../../components/queries/catalogue";
import type { LogqlExpression, VariableValues } from "../../../components/queries/expression";
import { interpolate } from "../../../components/queries/interpolate";
import type { LokiClient, Sample } from "../../../tools/cluster/lokiClient";
import { poll } from "../../../tools/cluster/poll";
import { nanoseconds, newRun, rangeMs } from "../../../tools/load/lines";
import {
  isChosen,
  labelOf,
  questions,
  type Answer,
  type Question,
} from "../support/dashboardAnswers";
import { knownApps, knownSeconds, type KnownLine } from "../support/knownLines";
import { namespaceObject, printingPod } from "../support/podsWithLogs";
import type { Stage } from "../support/stage";

/** Distance of two points of a curve, in seconds. */
const step = 60;

/** The known lines, in windows that begin and end with a minute. */
export function newKnownLines() {
  const start = Math.floor(Date.now() / 60_000) * 60_000 - (knownSeconds + 120) * 1_000;
  const run = newRun();
  return { run, start, apps: knownApps(run, start) };
}

export type KnownLines = ReturnType<typeof newKnownLines>;

/** Every expression in LogQL that a provisioned dashboard asks. */
export function askedByDashboards(): { name: string; expression: LogqlExpression }[] {
  const known = new Map(
    catalogued.flatMap(({ area, name, expression }) =>
      expression.language === "logql"
        ? [[expression.expr, { name: `${area}.${name}`, expression }] as const]
        : [],
    ),
  );
  const exprs = Object.keys(dashboardSubjects).flatMap((name) => {
    const path = dashboardPath(name as keyof typeof dashboardSubjects);
    const text = readFileSync(join(__dirname, "../../..", path), "utf8");
    return exprsOf(JSON.parse(text));
  });
  return [...new Set(exprs)].map((expr) => {
    const found = known.get(expr);
    if (found === undefined) {
      throw new Error(`a dashboard asks what is not in the catalogue: ${expr}`);
    }
    return found;
  });
}

interface DashboardJson {
  readonly panels: readonly {
    readonly targets?: readonly { expr: string; datasource: { type: string } }[];
  }[];
}

const exprsOf = (dashboard: unknown) =>
  (dashboard as DashboardJson).panels
    .flatMap(({ targets = [] }) => targets)
    .filter(({ datasource }) => datasource.type === "loki")
    .map(({ expr }) => expr);

/** What people may choose above a dashboard: all, and some. */
export const choices: readonly Partial<VariableValues>[] = [
  { app: ".+", level: ".*", tenant: ".*", slowMs: "1000", postgresqlJob: "postgresql" },
  { app: "worker|api", level: "error|warn", tenant: "acme", slowMs: "500", postgresqlJob: ".+" },
];

/** What Loki answers to every panel, and what the known lines say that it must. */
export async function dashboardAnswers(reader: LokiClient, known: KnownLines) {
  const end = Math.ceil((Date.now() + 1_000) / 60_000) * 60_000;
  const answers: Record<string, Answer> = {};
  const expected: Record<string, Answer> = {};
  const lines = known.apps.flatMap((app) => app.lines);
  const namespace = [...new Set(known.apps.map((app) => app.namespace))].join("|");
  for (const { name, expression } of askedByDashboards()) {
    const question = questions[name];
    if (question === undefined) {
      throw new Error(`nobody knows what ${name} must answer`);
    }
    for (const [index, choice] of choices.entries()) {
      const values = {
        ...choice,
        namespace,
        __range: `${(end - known.start) / 1_000}s`,
        __auto: `${step}s`,
      };
      const chosen = lines.filter((line) => isChosen(line, expression.variables, values));
      const moments = { start: known.start, end };
      answers[`${name} ${index}`] = await answerOf(reader, question, expression, values, moments);
      expected[`${name} ${index}`] = expectedAnswer(question, expression, chosen, moments);
    }
  }
  return { answers, expected };
}

interface Moments {
  readonly start: number;
  readonly end: number;
}

const isCurve = ({ variables }: LogqlExpression) => variables.includes("__auto");

async function answerOf(
  reader: LokiClient,
  question: Question,
  expression: LogqlExpression,
  values: Partial<VariableValues>,
  { start, end }: Moments,
): Promise<Answer> {
  const expr = interpolate(expression, values);
  if (expression.gives === "lines") {
    const found = await reader.queryRange(expr, rangeMs(start, end));
    return found.map(({ line }) => line).sort();
  }
  if (!isCurve(expression)) {
    const samples = await reader.instant(expr, nanoseconds(end));
    return byLabels(samples.map((sample) => [sample]));
  }
  const curves = await reader.curve(expr, rangeMs(start + step * 1_000, end), step);
  const perMinute = expr.endsWith(" * 60") ? 60 : 1;
  const perSecond = /\b(?:bytes_)?rate\(/.test(expr) ? step / perMinute : 1;
  return byLabels(
    curves.map((curve) => {
      const points = curve.map(({ labels, value }) => ({ labels, value: value * perSecond }));
      const value = points.reduce((sum, point) => sum + point.value, 0);
      return question.adds === true ? [{ labels: points[0]?.labels ?? {}, value }] : points;
    }),
  );
}

/** Without the noise of floating point. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

const byLabels = (curves: readonly (readonly Sample[])[]) =>
  Object.fromEntries(
    curves.map((curve) => [
      labelText(Object.entries(curve[0]?.labels ?? {})),
      curve.map(({ value }) => rounded(value)),
    ]),
  );

const labelText = (labels: readonly (readonly [string, string])[]) =>
  labels
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join();

function expectedAnswer(
  { of = () => true, by = [], what, adds, top }: Question,
  expression: LogqlExpression,
  chosen: readonly KnownLine[],
  { start, end }: Moments,
): Answer {
  const lines = chosen.filter(of);
  if (what === "texts") {
    return lines.map(({ text }) => text).sort();
  }
  const whole = !isCurve(expression) || adds === true;
  const ends = whole
    ? [end]
    : Array.from(
        { length: (end - start) / 1_000 / step },
        (_, index) => start + (index + 1) * step * 1_000,
      );
  const groups = new Map<string, KnownLine[]>();
  for (const line of lines) {
    const labels = labelText(by.map((name) => [name, labelOf(line, name)] as const));
    groups.set(labels, [...(groups.get(labels) ?? []), line]);
  }
  const numbers = [...groups].map(([labels, group]): [string, number[]] => [
    labels,
    ends
      .map((to) => (whole ? group : group.filter(inWindow(to))))
      .filter((window) => window.length > 0)
      .map((window) => rounded(what(window))),
  ]);
  const largestFirst = numbers.sort(([, [a = 0]], [, [b = 0]]) => b - a);
  return Object.fromEntries(largestFirst.slice(0, top));
}

const inWindow =
  (to: number) =>
  ({ time = NaN }: KnownLine) =>
    time > to - step * 1_000 && time <= to;

/** Waits until Loki has every known line. */
export async function allArrived(reader: LokiClient, { run, start, apps }: KnownLines) {
  const lines = apps.reduce((sum, app) => sum + app.lines.length, 0);
  await poll(
    async () => {
      const selector = `{namespace=~"dashboards-.-${run}"}`;
      const found = await reader.queryRange(selector, rangeMs(start, Date.now() + 60_000));
      return found.length >= lines ? true : undefined;
    },
    { what: `${lines} known lines`, timeoutMs: 90_000 },
  );
}

/** Has pods print the known lines, and asks what every panel of the dashboards asks. */
export async function dashboardsAnswer(stage: Stage) {
  const known = newKnownLines();
  const namespaces = [...new Set(known.apps.map(({ namespace }) => namespace))];
  try {
    return await answersIn(stage, known, namespaces);
  } finally {
    await stage.cluster.remove(namespaces);
  }
}

async function answersIn(stage: Stage, known: KnownLines, namespaces: readonly string[]) {
  await stage.cluster.kubectl.applyObjects([
    ...namespaces.map((name) => namespaceObject(name)),
    ...known.apps.map(({ namespace, app, job, lines }) =>
      printingPod({
        name: app,
        namespace,
        app,
        lines: lines.map(({ text }) => text),
        annotations: { "fraiseql.io/job": job },
      }),
    ),
  ]);
  const reader = stage.stack.reader();
  await allArrived(reader, known);
  return await dashboardAnswers(reader, known);
}
