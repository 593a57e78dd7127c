/**
 * Values of Grafana's Helm chart that the pages name, each looked up in `charts/grafana/values.yaml` of
 * chart 12.11.1. A star stands for a name that people choose.
 * @see https://github.com/grafana-community/helm-charts/tree/main/charts/grafana
 */
const chartValues = [
  ...["dashboards", "datasources", "alerts"].flatMap((kind) => [
    `sidecar.${kind}.enabled`,
    `sidecar.${kind}.searchNamespace`,
  ]),
  "sidecar.dashboards.folderAnnotation",
  "sidecar.dashboards.provider.foldersFromFilesStructure",
  "envValueFrom.*.secretKeyRef.name",
  "envValueFrom.*.secretKeyRef.key",
].map((path) => new RegExp(`^${path.replaceAll(".", String.raw`\.`).replace("*", "[^.]+")}$`));

const leaves = (value: unknown, path: string): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, member]) =>
        leaves(member, path === "" ? key : `${path}.${key}`),
      )
    : [path];

/** Paths of values that the chart has none of, or that are not in the list yet. */
export const unknownValues = (values: Readonly<Record<string, unknown>>): string[] =>
  leaves(values, "").filter((path) => !chartValues.some((known) => known.test(path)));
