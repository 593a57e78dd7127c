import { z } from "zod";
import { existingNamespace } from "./fields";
import { checkedText, matching } from "./flaws";

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const name =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;

/** What is not said. */
export const sidecarDefaults = {
  enabled: true,
  datasources: ["loki", "tempo"],
  dashboardLabel: "grafana_dashboard",
  datasourceLabel: "grafana_datasource",
  alertLabel: "grafana_alert",
  labelValue: "1",
  folderAnnotation: "grafana_folder",
  folder: "FraiseQL",
} as const;

const objectName = (what: string, byDefault: string) =>
  checkedText(matching(name, { expected: `the name of ${what} such as ${byDefault}` })).default(
    byDefault,
  );

const label = (key: "dashboardLabel" | "datasourceLabel" | "alertLabel") =>
  objectName("a label", sidecarDefaults[key]);

const namespace = () => existingNamespace("monitoring").optional();

const labelValue = () =>
  checkedText(
    matching(/^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/, {
      expected: "the value of a label such as 1",
    }),
  ).default(sidecarDefaults.labelValue);

/** One name, which can lead nowhere else. */
const folder = () =>
  checkedText(
    matching(/^[A-Za-z0-9][\w .-]{0,63}$/, {
      expected: "the name of a folder: 1 to 64 of A-Za-z0-9 _ . - and blanks",
    }),
  ).default(sidecarDefaults.folder);

/**
 * What your own Grafana is given, in objects that the sidecar of Grafana's Helm chart looks for. The
 * names of labels are the chart's defaults.
 * @see https://github.com/grafana-community/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards
 */
export const sidecarSchema = () =>
  z
    .strictObject({
      enabled: z
        .boolean()
        .default(sidecarDefaults.enabled)
        .describe("Dashboards, data sources and Grafana's alerts as labelled objects. Off: none."),
      namespace: namespace().describe(
        "An existing namespace for these objects, such as your Grafana's. Unset: the stack's own, which the sidecar's searchNamespace must then name.",
      ),
      datasources: z
        .array(z.enum(["loki", "tempo", "prometheus"]))
        .default([...sidecarDefaults.datasources])
        .describe(
          "Which data sources it is given, as far as the stack has them. prometheus: for a Grafana that has none of that name or uid.",
        ),
      dashboardLabel: label("dashboardLabel").describe("Label of dashboards."),
      datasourceLabel: label("datasourceLabel").describe("Label of the data sources' Secret."),
      alertLabel: label("alertLabel").describe("Label of Grafana's alerts."),
      labelValue: labelValue().describe("Value of these labels."),
      folderAnnotation: objectName("an annotation", sidecarDefaults.folderAnnotation).describe(
        "Annotation with the folder of a dashboard: the chart's folderAnnotation.",
      ),
      folder: folder().describe("Folder of the dashboards."),
    })
    .prefault({})
    .describe(
      "With `deploy` off: what your own Grafana finds in the cluster. docs/dashboards.md, Your own Grafana.",
    );

export type SidecarSettings = z.output<ReturnType<typeof sidecarSchema>>;
