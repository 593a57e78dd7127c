import type { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";

/** Shows these columns of a table, in this order and under these names, and no others. */
export function columns(table: Table, names: Readonly<Record<string, string>>): Table {
  const shown = Object.keys(names);
  return table
    .withTransformation({ id: "filterFieldsByName", options: { include: { names: shown } } })
    .withTransformation({
      id: "organize",
      options: {
        indexByName: Object.fromEntries(shown.map((name, index) => [name, index])),
        renameByName: { ...names },
      },
    });
}
