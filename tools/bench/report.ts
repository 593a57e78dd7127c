import { cpus, totalmem } from "node:os";
import type { EvaluationFigures } from "./evaluation";
import type { FirstQueryFigures } from "./firstQuery";
import type { Usage } from "./measure";

export interface Figures {
  readonly evaluation: readonly EvaluationFigures[];
  readonly render: Usage;
  readonly testSeconds: number;
  readonly settingsLines: number;
  readonly firstQuery: readonly FirstQueryFigures[];
}

const fixed = (value: number, digits = 2) => value.toFixed(digits);

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpu?.model.trim() ?? "unknown"}), ${memory} GiB, Node ${process.version}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function evaluationRow(figures: EvaluationFigures, empty: Usage): string[] {
  const { stack, loader, evaluation } = figures;
  const ratio = (member: keyof Usage) => fixed(evaluation[member] / empty[member]);
  return [
    stack,
    `\`${loader}\``,
    `${fixed(evaluation.cpuSeconds)} (${ratio("cpuSeconds")})`,
    `${fixed(evaluation.wallSeconds)} (${ratio("wallSeconds")})`,
    `${fixed(evaluation.peakMegabytes, 0)} (${ratio("peakMegabytes")})`,
  ];
}

/** Docs page with the figures and the machine they were taken on. */
export function performancePage(figures: Figures, date: string): string {
  const { evaluation, render, testSeconds, settingsLines, firstQuery } = figures;
  const plain = new Map(
    evaluation
      .filter(({ loader }) => loader === "sucrase/register")
      .map(({ stack, importsOnly }) => [stack, importsOnly]),
  );
  return `# Performance

Written by \`npm run bench\` on ${date}. Machine: ${machine()}; other machines differ, and so does
this one when it is busy, so compare ratios.

## Evaluating a stack

CPU seconds, wall seconds and peak memory in MB of one evaluation without an engine, median of five.
In brackets the ratio to an empty program that imports the same SDKs with \`sucrase/register\`.
\`tools/register.js\` is what \`Pulumi.yaml\` and the commands here use: it keeps Sucrase's output.

${table(
  ["stack", "loader", "CPU s", "wall s", "MB"],
  evaluation.map((row) => evaluationRow(row, plain.get(row.stack) ?? row.importsOnly)),
)}

${table(
  ["what", "measured", "goal"],
  [
    ["CPU of `render --stack prod`", `${fixed(render.cpuSeconds)} s`, "≤ 1.0 s"],
    ["wall time of `npm test`", `${fixed(testSeconds, 0)} s`, "≤ 60 s"],
    ["lines a user writes for a production stack", `${settingsLines}`, "≤ 12"],
  ],
)}

## From \`kubectl apply\` to the first line queried

Seconds on the test bed with all images present, median of three fresh deployments; the production
shape has three Lokis, three Consul servers, the gateway and SeaweedFS as the object store. Times of
pods are Kubernetes' own, in whole seconds. Goals: 14 s for dev, 18 s for prod.

${table(
  ["shape", "scheduled", "started", "ring", "ready", "all ready", "pushed", "queried"],
  firstQuery.map((row) => [
    row.shape,
    ...[row.scheduled, row.started, row.ring, row.ready, row.allReady].map((value) =>
      fixed(value, 0),
    ),
    ...[row.pushed, row.queried].map((value) => fixed(value, 1)),
  ]),
)}

Most of a start is waiting that was chosen: Loki looks for its schedulers after one second instead of
ten (\`scheduler_dns_lookup_period\`), is ready without the further 15 s of \`min_ready_duration\`
(rollouts wait by \`minReadySeconds\` instead), and is asked each second whether it is. Consul's servers
start together.
`;
}
