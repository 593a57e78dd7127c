import type { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { explorePath } from "../../exploreUrl";
import { columns } from "./table";
import { datasourceVariables } from "./targets";

/** Every line that has the value that is clicked, which is the id of a trace. */
const linesOfTrace = explorePath({
  datasourceUid: `\${${datasourceVariables.logql}}`,
  expr: '{namespace=~".+"} |= "${__value.raw}"',
  asked: "range",
});

/**
 * A table of lines: a column for each of these labels and fields. `trace_id` leads to the lines of
 * the trace, and `TraceID`, which the data source adds where there is a Tempo, to the trace itself.
 */
export function lineColumns(table: Table, names: Readonly<Record<string, string>>): Table {
  const traces = { title: "Lines of this trace", url: linesOfTrace, targetBlank: true };
  const split = table.withTransformation({
    id: "extractFields",
    options: { source: "labels", format: "auto", replace: false, keepTime: false },
  });
  // The plugin calls the time by either name, by the form of its answer.
  const shown = columns(split, { Time: "Time", timestamp: "Time", ...names });
  return "trace_id" in names
    ? shown.overrideByName(names["trace_id"] ?? "", [{ id: "links", value: [traces] }])
    : shown;
}
