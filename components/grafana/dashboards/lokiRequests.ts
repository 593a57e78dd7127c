import { loki as ask } from "../../queries/loki";
import type { Row } from "./parts/layout";
import { timeseriesPanel } from "./parts/panels";

const unscraped =
  "Nothing scrapes them, or not this namespace: docs/monitoring.md says how a Prometheus finds them";
const quiet = "It has not happened in this time, or nothing scrapes them: docs/monitoring.md";

const writes: Row = {
  title: "Writes",
  panels: [
    timeseriesPanel({
      title: "Lines per second by tenant",
      description: "Lines that the replicas took, counted before they are copied.",
      unit: "mps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.linesPerTenant, legend: "{{tenant}}" }],
    }),
    timeseriesPanel({
      title: "Bytes per second by tenant",
      description: "What these lines weigh before compression.",
      unit: "binBps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.bytesPerTenant, legend: "{{tenant}}" }],
    }),
    timeseriesPanel({
      title: "Pushes by status",
      description: "204 is taken, 429 is a limit of the tenant, 5xx is tried again by the agent.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.pushesPerStatus, legend: "{{status_code}}" }],
    }),
    timeseriesPanel({
      title: "Slowest pushes",
      description: "One push of a hundred takes longer.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.pushSeconds, legend: "99 %" }],
    }),
    timeseriesPanel({
      title: "Failed requests",
      description: "Requests that Loki answered with 5xx, by route.",
      unit: "reqps",
      noValue: quiet,
      width: 16,
      queries: [{ expression: ask.failedRequests, legend: "{{route}} {{status_code}}" }],
    }),
  ],
};

const limits: Row = {
  title: "Limits and discards",
  panels: [
    timeseriesPanel({
      title: "Lines refused for good",
      description:
        "By tenant and limit. Agents send again what was refused for its rate, and drop the rest.",
      unit: "mps",
      noValue: "No line was refused in this time, or nothing scrapes Loki: docs/monitoring.md",
      width: 12,
      queries: [{ expression: ask.discarded, legend: "{{tenant}} {{reason}}" }],
    }),
    timeseriesPanel({
      title: "Bytes refused for good",
      description: "By tenant and limit.",
      unit: "binBps",
      noValue: "No line was refused in this time, or nothing scrapes Loki: docs/monitoring.md",
      width: 12,
      queries: [{ expression: ask.discardedBytes, legend: "{{tenant}} {{reason}}" }],
    }),
  ],
};

const reads: Row = {
  title: "Reads",
  panels: [
    timeseriesPanel({
      title: "Reads per second by route",
      description:
        "Queries, labels, series and tails. A query of a long time is split into many inside.",
      unit: "reqps",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.readsPerRoute, legend: "{{route}}" }],
    }),
    timeseriesPanel({
      title: "Slowest reads",
      description: "One read of a hundred takes longer.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.readSeconds, legend: "{{route}}" }],
    }),
    timeseriesPanel({
      title: "Wait in the queue",
      description: "How long parts of queries wait for a querier, all but one of a hundred.",
      unit: "s",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.queueSeconds, legend: "99 %" }],
    }),
    timeseriesPanel({
      title: "Queries in progress",
      description: "Queries that each replica is at work on.",
      unit: "short",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.queriesInProgress, legend: "{{pod}}" }],
    }),
    timeseriesPanel({
      title: "Tails",
      description: "Live tails that are open, of people and of canaries.",
      unit: "short",
      noValue: unscraped,
      width: 12,
      queries: [{ expression: ask.tails, legend: "{{pod}}" }],
    }),
  ],
};

const gateway: Row = {
  title: "Gateway",
  panels: [
    timeseriesPanel({
      title: "Answers",
      description: "By method and status: pushes are POST. 401 is an unknown user or password.",
      unit: "reqps",
      noValue: "There is no gateway, nobody used it, or nothing scrapes it: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.gatewayAnswers, legend: "{{method}} {{code}}" }],
    }),
    timeseriesPanel({
      title: "Slowest answers",
      description: "One answer of a hundred takes longer. A tail counts as long as it lasts.",
      unit: "s",
      noValue: "There is no gateway, nobody used it, or nothing scrapes it: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.gatewaySeconds, legend: "{{method}}" }],
    }),
    timeseriesPanel({
      title: "Replicas that the gateway uses",
      description: "1 where the replica answers the gateway, 0 where it does not.",
      unit: "short",
      noValue: "There is no gateway, or nothing scrapes it: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.gatewayReplicas, legend: "{{upstream}}" }],
    }),
    timeseriesPanel({
      title: "Failed logins by tenant",
      description:
        "Each minute, by whose user was tried, of either direction. <collector> is the agents' own, " +
        "<unknown> a name that the gateway does not know. From the gateway's lines: the tenant above " +
        "must be the one that has those of the stack's namespace.",
      unit: "cpm",
      noValue: "No login failed in this time, or the lines of the gateway are another tenant's",
      width: 24,
      queries: [{ expression: ask.failedLogins, legend: "{{tenant_tried}}" }],
    }),
  ],
};

const ring: Row = {
  title: "Ring",
  panels: [
    timeseriesPanel({
      title: "Members by ring",
      description: "Members of each ring by state, as the replica sees them that sees most.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.ringMembers, legend: "{{name}} {{state}}" }],
    }),
    timeseriesPanel({
      title: "Unhealthy members",
      description:
        "Members without a heartbeat. A replica is not ready while another one is unhealthy.",
      unit: "short",
      noValue: unscraped,
      width: 8,
      queries: [{ expression: ask.ringUnhealthy, legend: "{{name}}" }],
    }),
    timeseriesPanel({
      title: "Slowest questions to the ring's store",
      description: "One of a hundred takes longer.",
      unit: "s",
      noValue: "The ring is not in Consul, or nothing scrapes Loki: docs/monitoring.md",
      width: 8,
      queries: [{ expression: ask.ringStoreSeconds, legend: "{{operation}}" }],
    }),
  ],
};

/** Who writes and reads, what is refused, and the rings. */
export const requestRows: readonly Row[] = [writes, limits, reads, gateway, ring];
