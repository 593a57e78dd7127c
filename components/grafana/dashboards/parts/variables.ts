import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { StreamLabel, VariableName } from "../../../queries/expression";
import { datasourceUids } from "../../datasourceUids";
import { datasourceOf, datasourceVariables } from "./targets";

/**
 * Whose lines: each tenant of Loki has a data source of its own, because Loki keeps the tenants
 * apart and answers for one at a time.
 */
export const lokiVariable = () =>
  new DatasourceVariableBuilder(datasourceVariables.logql)
    .label("Tenant")
    .description("The data source of a tenant of Loki: its lines are all that is looked at")
    .type("loki")
    .current({ text: "Loki", value: datasourceUids.loki });

export const prometheusVariable = () =>
  new DatasourceVariableBuilder(datasourceVariables.promql)
    .label("Metrics")
    .description("The Prometheus that scrapes the stack")
    .type("prometheus")
    .current({ text: "Prometheus", value: datasourceUids.prometheus });

export interface LabelVariableArgs {
  readonly name: VariableName;
  readonly label: string;
  readonly description: string;
  readonly of: StreamLabel;
  /** Narrows the streams whose values are offered, by variables that stand before. @default all */
  readonly among?: string;
  /** What All matches: `.+`, or `.*` where a stream may lack the label. @default .+ */
  readonly all?: ".+" | ".*";
}

/** The values that a label has in the time that is looked at. One, several or all. */
export const labelVariable = ({ all = ".+", ...args }: LabelVariableArgs) =>
  new QueryVariableBuilder(args.name)
    .label(args.label)
    .description(args.description)
    .datasource(datasourceOf({ language: "logql" }))
    // `type: 1` asks for the values of a label.
    .query({ refId: `${args.name}Values`, type: 1, label: args.of, stream: args.among ?? "" })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(all)
    .current({ text: ["All"], value: ["$__all"] });

export interface MetricVariableArgs {
  readonly name: VariableName;
  readonly label: string;
  readonly description: string;
  /** The metric and its label, such as `label_values(up, instance)`. */
  readonly values: string;
}

/** The values that a label of a metric has. One, several or all. */
export const metricVariable = ({ name, label, description, values }: MetricVariableArgs) =>
  new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(datasourceOf({ language: "promql" }))
    .query({ refId: `${name}Values`, qryType: 1, query: values })
    .definition(values)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(".*")
    .current({ text: ["All"], value: ["$__all"] });

export interface TextVariableArgs {
  readonly name: VariableName;
  readonly label: string;
  readonly description: string;
  readonly initially: string;
}

/** What people type. */
export const textVariable = ({ name, label, description, initially }: TextVariableArgs) =>
  new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(initially)
    .current({ text: initially, value: initially });

export const namespaceVariable = () =>
  labelVariable({
    name: "namespace",
    label: "Namespace",
    description: "Namespaces whose pods log",
    of: "namespace",
  });

export const appVariable = () =>
  labelVariable({
    name: "app",
    label: "App",
    description: "Applications in these namespaces",
    of: "app",
    among: '{namespace=~"$namespace"}',
  });

export const levelVariable = () =>
  labelVariable({
    name: "level",
    label: "Level",
    description: "All counts lines that say no level too",
    of: "level",
    among: '{namespace=~"$namespace", app=~"$app"}',
    all: ".*",
  });

export const tenantVariable = () =>
  textVariable({
    name: "tenant",
    label: "FraiseQL's tenant",
    description: "A regular expression for context.tenant_id of a line; .* takes lines without one",
    initially: ".*",
  });

export const slowVariable = () =>
  textVariable({
    name: "slowMs",
    label: "Slow from (ms)",
    description: "Milliseconds from which a statement or a request counts as slow",
    initially: "1000",
  });

/** Begins with the jobs that the settings name: `dashboardFiles.ts` puts them in. */
export const postgresqlJobVariable = () =>
  labelVariable({
    name: "postgresqlJob",
    label: "PostgreSQL's jobs",
    description: "The jobs whose lines are PostgreSQL's",
    of: "job",
    among: '{namespace=~"$namespace"}',
  }).current({ text: ["postgresql"], value: ["postgresql"] });
