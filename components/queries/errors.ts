import { readFields, type LineField } from "./fields";
import { logql, type Expressions } from "./expression";
import { appStreams, appStreamsOf } from "./selections";

/** The streams of errors that the variables choose, found by their label alone. */
const errorStreams = appStreamsOf("error|critical");

const chosen = { labels: ["namespace", "app", "level"] } as const;
const curve = { gives: "numbers", variables: ["namespace", "app", "__auto"] } as const;
const whole = { gives: "numbers", variables: ["namespace", "app", "__range"] } as const;
const ofTenant = {
  gives: "numbers",
  variables: ["namespace", "app", "tenant", "__range"],
} as const;

/** Errors of FraiseQL's tenant that say this field. */
const saying = (...fields: readonly [LineField, ...LineField[]]) =>
  `${errorStreams}${readFields(...new Set<LineField>([...fields, "tenant"]))}` +
  ` | ${fields[0]}!="" | tenant=~"$tenant"`;

/** What goes wrong, where and for whom. */
export const errors = {
  count: logql({
    ...chosen,
    ...whole,
    expr: `sum(count_over_time(${errorStreams} [$__range]))`,
  }),
  share: logql({
    ...chosen,
    ...whole,
    expr:
      `sum(count_over_time(${errorStreams} [$__range]))` +
      ` / sum(count_over_time(${appStreams} [$__range]))`,
  }),
  perSecond: logql({
    ...chosen,
    ...curve,
    expr: `sum by (app) (rate(${errorStreams} [$__auto]))`,
  }),
  perLevel: logql({
    ...chosen,
    ...curve,
    expr: `sum by (level) (count_over_time(${errorStreams} [$__auto]))`,
  }),
  topTypes: logql({
    ...chosen,
    ...ofTenant,
    expr: `topk(10, sum by (exception_type) (count_over_time(${saying("exception_type")} [$__range])))`,
  }),
  perTenant: logql({
    ...chosen,
    ...ofTenant,
    expr: `topk(10, sum by (tenant) (count_over_time(${saying("tenant")} [$__range])))`,
  }),
  perFingerprint: logql({
    ...chosen,
    ...ofTenant,
    expr:
      `topk(20, sum by (fingerprint, exception_type)` +
      ` (count_over_time(${saying("fingerprint", "exception_type")} [$__range])))`,
  }),
  recent: logql({
    ...chosen,
    gives: "lines",
    variables: ["namespace", "app", "tenant"],
    expr:
      errorStreams +
      readFields("exception_type", "message", "fingerprint", "tenant", "trace_id") +
      ' | tenant=~"$tenant"',
  }),
  /** Those too that are no JSON, such as PostgreSQL's and a crash's. */
  allLines: logql({
    ...chosen,
    gives: "lines",
    variables: ["namespace", "app"],
    expr: errorStreams,
  }),
} as const satisfies Expressions;
