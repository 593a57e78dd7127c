import { DataqueryBuilder as LokiQuery } from "@grafana/grafana-foundation-sdk/loki";
import { DataqueryBuilder as PrometheusQuery } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Expression, LogqlExpression, PromqlExpression } from "../../../queries/expression";

/** What a panel asks. */
export interface Query {
  readonly expression: Expression;
  /** Name of each curve, such as `{{namespace}}`. @default all labels */
  readonly legend?: string;
  /** One value of now, or a curve. @default what the kind of panel shows */
  readonly asked?: "instant" | "range";
  /** Newest lines that are fetched. @default the data source's own limit */
  readonly maxLines?: number;
}

/** Name of the dashboard's variable that holds the data source of an expression's language. */
export const datasourceVariables = { logql: "datasource", promql: "metrics" } as const;

/** The data source that a dashboard's variable holds. */
export const datasourceOf = ({ language }: Pick<Expression, "language">) => ({
  type: language === "logql" ? "loki" : "prometheus",
  uid: `\${${datasourceVariables[language]}}`,
});

/** The queries of a panel, named A, B and so on. */
export const targets = (queries: readonly Query[], asked: "instant" | "range") =>
  queries.map((query, index) => target({ asked, ...query }, String.fromCharCode(65 + index)));

function target(query: Query & Required<Pick<Query, "asked">>, refId: string) {
  const { expression } = query;
  return expression.language === "logql"
    ? lokiTarget(query, expression, refId)
    : prometheusTarget(query, expression, refId);
}

function lokiTarget(query: Query, { expr, gives }: LogqlExpression, refId: string): LokiQuery {
  const { legend, maxLines } = query;
  // Loki answers a query for lines only over a range.
  const asked = gives === "lines" ? "range" : (query.asked ?? "range");
  const builder = new LokiQuery()
    .refId(refId)
    .datasource(datasourceOf({ language: "logql" }))
    .expr(expr)
    .queryType(asked);
  if (legend !== undefined) {
    builder.legendFormat(legend);
  }
  return maxLines === undefined ? builder : builder.maxLines(maxLines);
}

function prometheusTarget(query: Query, { expr }: PromqlExpression, refId: string) {
  const { legend, asked } = query;
  const builder = new PrometheusQuery()
    .refId(refId)
    .datasource(datasourceOf({ language: "promql" }))
    .expr(expr)
    .legendFormat(legend ?? "__auto");
  return asked === "instant" ? builder.instant() : builder.range();
}
