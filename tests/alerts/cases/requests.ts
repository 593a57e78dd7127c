import type { MetricAlertName } from "../../../components/alerts/alertNames";
import { loki, type AlertCases } from "./case";

const requests = (labels: string) => `loki_request_duration_seconds_count{${loki(labels)}}`;
const push = (status: number) =>
  requests(`route="loki_api_v1_push",method="POST",status_code="${status}"`);
const query = (status: number) =>
  requests(`route="loki_api_v1_query_range",method="GET",status_code="${status}"`);
const took = (route: string, le: string) =>
  `loki_request_duration_seconds_bucket{${loki(`route="${route}",le="${le}"`)}}`;

const namespace = { namespace: "loki" };

/** A budget of errors: in the quiet case they were many, and have ended. */
const budget = (of: typeof push, at: string, quietAt: string, description: string): AlertCases => ({
  firing: {
    series: { [of(204)]: "0+80x500", [of(500)]: "0+20x500" },
    at,
    labels: namespace,
    description,
  },
  quiet: { series: { [of(204)]: "0+80x500", [of(500)]: "0+20x60 1200x440" }, at: quietAt },
});

export const requestCases = {
  LokiNoMetrics: {
    firing: {
      series: { 'loki_build_info{namespace="elsewhere",pod="loki-0"}': "1x30" },
      at: "20m",
      labels: namespace,
      description:
        'Prometheus has had no series loki_build_info with the label namespace="loki" for 15 minutes: Loki is away, or it is not scraped. Every other alert on it is blind.',
    },
    quiet: { series: { [`loki_build_info{${loki()}}`]: "1x30" }, at: "20m" },
  },
  LokiReplicasMissing: {
    firing: {
      series: { 'loki_build_info{namespace="loki",pod="loki-0"}': "1x30" },
      at: "20m",
      labels: namespace,
      description: "1 of 3 replicas in loki have answered Prometheus for 10 minutes.",
    },
    quiet: {
      series: {
        'loki_build_info{namespace="loki",pod="loki-0"}': "1x30",
        'loki_build_info{namespace="loki",pod="loki-1"}': "1x30",
        'loki_build_info{namespace="loki",pod="loki-2"}': "1x30",
      },
      at: "20m",
    },
  },
  LokiRequestErrors: {
    firing: {
      series: { [push(204)]: "0+80x30", [push(500)]: "0+20x30", [query(200)]: "0+100x30" },
      at: "25m",
      labels: { ...namespace, route: "loki_api_v1_push" },
      description:
        "20% of the requests of loki_api_v1_push in loki have failed for 15 minutes; 10% is too many.",
    },
    quiet: { series: { [push(204)]: "0+95x30", [push(500)]: "0+5x30" }, at: "25m" },
  },
  LokiRequestPanics: {
    firing: {
      series: { [`loki_panic_total{${loki()}}`]: "0x9 2x20" },
      at: "15m",
      labels: { ...namespace, pod: "loki-0" },
      description: "loki-0 in loki has panicked 2 times in 10 minutes.",
    },
    quiet: { series: { [`loki_panic_total{${loki()}}`]: "2x30" }, at: "15m" },
  },
  LokiRequestLatency: {
    firing: {
      series: {
        [took("loki_api_v1_push", "1")]: "0x40",
        [took("loki_api_v1_push", "2")]: "0+60x40",
        [took("loki_api_v1_push", "+Inf")]: "0+60x40",
      },
      at: "25m",
      labels: { ...namespace, route: "loki_api_v1_push" },
      description:
        "One request in a hundred of loki_api_v1_push in loki has taken 1.99s or longer for 15 minutes; 1s is too long. Queries are not among them.",
    },
    // Streams that stay open, and queries, take as long as they are wanted.
    quiet: {
      series: Object.fromEntries(
        [
          "loki_api_v1_tail",
          "/schedulerpb.SchedulerForFrontend/FrontendLoop",
          "loki_api_v1_query_range",
          "/logproto.Querier/QuerySample",
        ].flatMap((route) => [
          [took(route, "1"), "0x40"],
          [took(route, "2"), "0+60x40"],
          [took(route, "+Inf"), "0+60x40"],
        ]),
      ),
      at: "25m",
    },
  },
  LokiQueryLatency: {
    firing: {
      series: {
        [took("loki_api_v1_query_range", "25")]: "0x40",
        [took("loki_api_v1_query_range", "50")]: "0+60x40",
        [took("loki_api_v1_query_range", "+Inf")]: "0+60x40",
      },
      at: "25m",
      labels: { ...namespace, route: "loki_api_v1_query_range" },
      description:
        "One query in a hundred of loki_api_v1_query_range in loki has taken 49.75s or longer for 15 minutes; 30s is too long.",
    },
    quiet: {
      series: {
        [took("loki_api_v1_query_range", "25")]: "0+60x40",
        [took("loki_api_v1_query_range", "+Inf")]: "0+60x40",
      },
      at: "25m",
    },
  },
  LokiDiscarding: {
    firing: {
      series: {
        [`loki_discarded_samples_total{${loki('tenant="shop",reason="rate_limited"')}}`]:
          "0+120x30",
      },
      at: "20m",
      labels: { ...namespace, tenant: "shop", reason: "rate_limited" },
      description:
        "2 lines a second of the tenant shop have been refused for 10 minutes, because of rate_limited.",
    },
    quiet: {
      series: {
        [`loki_discarded_samples_total{${loki('tenant="shop",reason="rate_limited"')}}`]: "9x30",
      },
      at: "20m",
    },
  },
  LokiPushBudgetFast: budget(
    push,
    "2h",
    "90m",
    "20% of the pushes in loki have failed in an hour, and as many in the last 5 minutes: 14.4 times what 99.9% allows.",
  ),
  LokiPushBudgetSlow: budget(
    push,
    "7h",
    "2h",
    "20% of the pushes in loki have failed in 6 hours, and as many in the last 30 minutes: 6 times what 99.9% allows.",
  ),
  LokiQueryBudgetFast: budget(
    query,
    "2h",
    "90m",
    "20% of the queries in loki have failed in an hour, and as many in the last 5 minutes: 14.4 times what 99% allows.",
  ),
  LokiQueryBudgetSlow: budget(
    query,
    "7h",
    "2h",
    "20% of the queries in loki have failed in 6 hours, and as many in the last 30 minutes: 6 times what 99% allows.",
  ),
} as const satisfies Partial<Record<MetricAlertName, AlertCases>>;
