import { PanelBuilder as BarGauge } from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  LogsSortOrder,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Logs } from "@grafana/grafana-foundation-sdk/logs";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as Text, TextMode } from "@grafana/grafana-foundation-sdk/text";
import { PanelBuilder as Timeseries } from "@grafana/grafana-foundation-sdk/timeseries";
import { datasourceOf, targets, type Query } from "./targets";

/** What every panel with data has: none is without an explanation, or empty without a reason. */
export interface PanelArgs {
  readonly title: string;
  /** What it shows and how to read it: the text behind the `i` of the panel. */
  readonly description: string;
  /**
   * Grafana's id of the unit of its values, such as `bytes`, `s` or `percentunit`.
   * @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
   */
  readonly unit: string;
  /** Stands in place of the values where there are none: why that can be. */
  readonly noValue: string;
  /** Columns of the 24 that a row has. */
  readonly width: number;
  /** Rows of 30 pixels. @default 8 */
  readonly height?: number;
  /** All in one language. */
  readonly queries: readonly [Query, ...Query[]];
}

type Targets = ReturnType<typeof targets>;

interface CommonBuilder {
  title(title: string): unknown;
  description(description: string): unknown;
  unit(unit: string): unknown;
  noValue(noValue: string): unknown;
  datasource(ref: { type: string; uid: string }): unknown;
  span(width: number): unknown;
  height(height: number): unknown;
  targets(targets: Targets): unknown;
}

function fill<T extends CommonBuilder>(
  builder: T,
  { title, description, unit, noValue, width, height = 8, queries }: PanelArgs,
  asked: "instant" | "range",
): T {
  builder.title(title);
  builder.description(description);
  builder.unit(unit);
  builder.noValue(noValue);
  builder.datasource(datasourceOf(queries[0].expression));
  builder.span(width);
  builder.height(height);
  builder.targets(targets(queries, asked));
  return builder;
}

export interface TimeseriesArgs extends PanelArgs {
  /** Whether curves are drawn above each other, as bars: what adds up to a whole. @default lines */
  readonly draw?: "lines" | "stacked";
}

/** Curves over time, with the last value and the mean in the legend. */
export function timeseriesPanel({ draw = "lines", ...args }: TimeseriesArgs): Timeseries {
  const panel = fill(new Timeseries(), args, "range")
    .min(0)
    .showPoints(VisibilityMode.Auto)
    .tooltip(
      new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending),
    )
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .calcs(["lastNotNull", "mean"]),
    );
  return draw === "lines"
    ? panel.fillOpacity(5)
    : panel
        .drawStyle(GraphDrawStyle.Bars)
        .fillOpacity(70)
        .lineWidth(0)
        .stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
}

/** Name that Grafana gives the values of a panel's first query where it makes a table of them. */
export const firstValue = "Value #A";

const lastValue = () => new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);

/** One number for the whole time, or of now. */
export const statPanel = (args: PanelArgs): Stat =>
  fill(new Stat(), args, "instant").reduceOptions(lastValue()).colorMode(BigValueColorMode.None);

/**
 * A bar for each of a few values of now, or of the whole time, the longest first. What Loki answers
 * is one table of them, of which each row is a bar that has the values of its labels as its name.
 */
export const barGaugePanel = (args: PanelArgs): BarGauge =>
  fill(new BarGauge(), args, "instant")
    .min(0)
    .orientation(VizOrientation.Horizontal)
    .displayMode(BarGaugeDisplayMode.Basic)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(true).limit(25))
    .withTransformation({ id: "sortBy", options: { sort: [{ field: firstValue, desc: true }] } });

/** Rows and columns. Which, its transformations and overrides say. */
export const tablePanel = (args: PanelArgs): Table => fill(new Table(), args, "instant");

/** Lines as they are, the newest first. A line has no unit. */
export const logsPanel = (args: Omit<PanelArgs, "unit">): Logs =>
  fill(new Logs(), { ...args, unit: "none" }, "range")
    .showTime(true)
    .wrapLogMessage(true)
    .enableLogDetails(true)
    .showLogContextToggle(true)
    .sortOrder(LogsSortOrder.Descending);

export interface TextArgs extends Pick<PanelArgs, "title" | "description" | "width" | "height"> {
  /** Markdown. */
  readonly content: string;
}

/** A text beside the panels that it is about. */
export const textPanel = ({ title, description, width, height = 4, content }: TextArgs): Text =>
  new Text()
    .title(title)
    .description(description)
    .span(width)
    .height(height)
    .mode(TextMode.Markdown)
    .content(content);

/** What a row of a dashboard holds. */
export type AnyPanel = Builder<Panel>;
