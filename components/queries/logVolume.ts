import { readFields } from "./fields";
import { logql, type Expressions } from "./expression";
import { appStreamsOf } from "./selections";

/** The streams that the variables choose. A line without a level is among them. */
const chosenStreams = appStreamsOf("$level");

const chosen = { gives: "numbers", labels: ["namespace", "app", "level"] } as const;
const curve = {
  gives: "numbers",
  variables: ["namespace", "app", "level", "__auto"],
} as const;
const whole = {
  gives: "numbers",
  variables: ["namespace", "app", "level", "__range"],
} as const;

/** How much is logged, and by whom. */
export const logVolume = {
  lines: logql({
    ...chosen,
    ...whole,
    expr: `sum(count_over_time(${chosenStreams} [$__range]))`,
  }),
  bytes: logql({
    ...chosen,
    ...whole,
    expr: `sum(bytes_over_time(${chosenStreams} [$__range]))`,
  }),
  bytesPerSecond: logql({
    ...chosen,
    ...curve,
    expr: `sum(bytes_rate(${chosenStreams} [$__auto]))`,
  }),
  streams: logql({
    ...whole,
    labels: ["namespace", "app", "container", "job", "level"],
    expr:
      `count(sum by (namespace, app, container, job, level)` +
      ` (count_over_time(${chosenStreams} [$__range])))`,
  }),
  linesPerNamespace: logql({
    ...chosen,
    ...curve,
    expr: `sum by (namespace) (rate(${chosenStreams} [$__auto]))`,
  }),
  linesPerJob: logql({
    ...curve,
    labels: ["namespace", "app", "job", "level"],
    expr: `sum by (job) (rate(${chosenStreams} [$__auto]))`,
  }),
  linesPerLevel: logql({
    ...chosen,
    ...curve,
    expr: `sum by (level) (count_over_time(${chosenStreams} [$__auto]))`,
  }),
  levelShares: logql({
    ...chosen,
    ...whole,
    expr: `sum by (level) (count_over_time(${chosenStreams} [$__range]))`,
  }),
  topApps: logql({
    ...chosen,
    ...whole,
    expr: `topk(10, sum by (app) (count_over_time(${chosenStreams} [$__range])))`,
  }),
  topStreams: logql({
    ...whole,
    labels: ["namespace", "app", "container", "job", "level"],
    expr:
      `topk(10, sum by (namespace, app, container, job, level)` +
      ` (bytes_over_time(${chosenStreams} [$__range])))`,
  }),
  /** `logger` of Python's lines, `target` of Rust's. */
  topLoggers: logql({
    ...chosen,
    ...whole,
    expr:
      `topk(10, sum by (logger) (count_over_time(${chosenStreams}` +
      `${readFields("logger")} | logger!="" [$__range])))`,
  }),
  bytesPerTenant: logql({
    ...chosen,
    ...whole,
    expr:
      `topk(10, sum by (tenant) (bytes_over_time(${chosenStreams}` +
      `${readFields("tenant")} | tenant!="" [$__range])))`,
  }),
} as const satisfies Expressions;
