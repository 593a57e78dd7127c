import { canary as ask } from "../../queries/canary";
import { dashboardUids } from "../dashboardUids";
import { layout, type Row } from "./parts/layout";
import { stackVariables } from "./parts/metricVariables";
import { statPanel, timeseriesPanel } from "./parts/panels";

const unscraped =
  "There is no canary (monitoring.canary.deploy), or nothing scrapes it: docs/monitoring.md";

const verdict: Row = {
  title: "Verdict",
  panels: [
    statPanel({
      title: "Lines missing",
      description:
        "Lines in the time that is looked at that no query found within five minutes: 0 is right.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      height: 5,
      queries: [{ expression: ask.missing, legend: "{{pod}}" }],
    }),
    statPanel({
      title: "Share of lines missing",
      description: "Of all that were written in the time that is looked at.",
      unit: "percentunit",
      noValue: unscraped,
      width: 8,
      height: 5,
      queries: [{ expression: ask.missingShare }],
    }),
    statPanel({
      title: "Counted",
      description:
        "What a query counts, of what was written. Up to four lines of the last seconds may differ.",
      unit: "percentunit",
      noValue: "The canary has not asked yet: it counts each hour. Or nothing scrapes it",
      width: 8,
      height: 5,
      queries: [{ expression: ask.countedShare, legend: "{{pod}}" }],
    }),
  ],
};

const time: Row = {
  title: "Time until a line is there",
  panels: [
    timeseriesPanel({
      title: "From the push to the tail",
      description: "Half of the lines, and all but one of a hundred.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [
        { expression: ask.seconds, legend: "50 %" },
        { expression: ask.slowestSeconds, legend: "99 %" },
      ],
    }),
    timeseriesPanel({
      title: "Query for one line",
      description: "All but one of a hundred.",
      unit: "s",
      noValue: "No line was old enough to be looked up in this time, or nothing scrapes the canary",
      width: 8,
      queries: [{ expression: ask.spotCheckSeconds, legend: "99 %" }],
    }),
    timeseriesPanel({
      title: "Query that counts",
      description: "All but one of a hundred.",
      unit: "s",
      noValue: "It is asked each hour, and was not in this time. Or nothing scrapes the canary",
      width: 8,
      queries: [{ expression: ask.countQuerySeconds, legend: "99 %" }],
    }),
  ],
};

const lines: Row = {
  title: "Lines",
  panels: [
    timeseriesPanel({
      title: "Written per second",
      description: "What the canary sends, each line once.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.written, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Late",
      description: "Not heard by the tail within a minute: then a query is asked for them.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.lateByWebsocket, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Looked up later",
      description:
        "Lines of the last four hours that are asked for again, and those of them that were gone.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [
        { expression: ask.lookedUpLater, legend: "{{pod}} asked" },
        { expression: ask.missingLater, legend: "{{pod}} gone" },
      ],
    }),
    timeseriesPanel({
      title: "Twice, out of order, or unexpected",
      description:
        "A tail that is opened again begins with stored lines of the last hour: it hears them twice, and those older than a few minutes as unexpected.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [
        { expression: ask.duplicates, legend: "{{pod}} twice" },
        { expression: ask.outOfOrder, legend: "{{pod}} out of order" },
        { expression: ask.unexpected, legend: "{{pod}} unexpected" },
      ],
    }),
    timeseriesPanel({
      title: "Tail opened again",
      description: "Each rollout of Loki or the gateway does it.",
      unit: "cps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.reconnects, legend: "{{pod}}" }],
    }),
    statPanel({
      title: "Answers that the cache changed",
      description: "In the time that is looked at: 0 is right.",
      unit: "short",
      noValue: unscraped,
      width: 4,
      queries: [{ expression: ask.cacheDifferences, legend: "{{pod}}" }],
    }),
    statPanel({
      title: "Questions to the cache",
      description: "In the time that is looked at, by outcome.",
      unit: "short",
      noValue: "It asks each quarter of an hour, and did not in this time. Or nothing scrapes it",
      width: 4,
      queries: [{ expression: ask.cacheTests, legend: "{{status}}" }],
    }),
  ],
};

/** Whether lines come in and out. */
export const canary = () =>
  layout({
    uid: dashboardUids.canary,
    title: "Canary",
    description:
      "A canary writes lines as a tenant and looks for them: what is missing, and how long it takes.",
    variables: stackVariables("loki_canary_entries_total"),
    rows: [verdict, time, lines],
  });
