import type { MetricAlertName } from "../../../components/alerts/alertNames";
import { loki, promtail, type AlertCases } from "./case";

const namespace = { namespace: "loki" };
const agent = { namespace: "loki-collector", pod: "promtail-x" };

const unhealthy = `loki_ring_members{${loki('name="ingester",state="Unhealthy"')}}`;
/** Of the ring whose series has no prefix. */
const consulRequests = (status: number) =>
  `consul_request_duration_seconds_count{${loki(`kv_name="distributor-lifecycler",status_code="${status}"`)}}`;
const evaluationFailures = `loki_prometheus_rule_evaluation_failures_total{${loki('user="shop",rule_group="/rules/shop/alerts.yaml;stack"')}}`;
const undelivered = `loki_prometheus_notifications_dropped_total{${loki('user="shop",alertmanager="http://alertmanager:9093/api/v2/alerts"')}}`;
const pushes = (status: string) =>
  `promtail_request_duration_seconds_count{${promtail(`status_code="${status}"`)}}`;
const took = (le: string) => `promtail_request_duration_seconds_bucket{${promtail(`le="${le}"`)}}`;
const file = (metric: string) =>
  `promtail_${metric}_bytes_total{${promtail('path="/var/log/pods/shop/0.log"')}}`;
const dropped = `promtail_dropped_entries_total{${promtail('reason="rate_limited",tenant=""')}}`;
const answered = (code: string, method: string, server = "gateway") =>
  `caddy_http_request_duration_seconds_count{namespace="loki",pod="loki-gateway-x",server="${server}",handler="subroute",code="${code}",method="${method}"}`;
const server = (metric: string, ordinal: number) =>
  `consul_${metric}{namespace="loki",pod="consul-${ordinal}"}`;
/** promtool repeats numbers only. */
const nothing = Array.from({ length: 31 }, () => "NaN").join(" ");

/** The leader's word. The others have none. */
const autopilot = (metric: string, value: number) => ({
  [server(`autopilot_${metric}`, 0)]: `${value}x30`,
  [server(`autopilot_${metric}`, 1)]: nothing,
  [server(`autopilot_${metric}`, 2)]: nothing,
});
const leaders = (...values: readonly number[]) =>
  Object.fromEntries(
    values.map((value, ordinal) => [server("server_isLeader", ordinal), `${value}x30`]),
  );
const missing = 'loki_canary_missing_entries_total{namespace="loki",pod="loki-canary-0"}';
const found = (le: string) =>
  `loki_canary_response_latency_seconds_bucket{namespace="loki",pod="loki-canary-0",le="${le}"}`;

const collectorCases = {
  PromtailNoMetrics: {
    firing: {
      series: { [`promtail_build_info{${loki()}}`]: "1x30" },
      at: "20m",
      labels: { namespace: "loki-collector" },
      description:
        'Prometheus has had no series promtail_build_info with the label namespace="loki-collector" for 15 minutes: no agent runs, or none is scraped.',
    },
    quiet: { series: { [`promtail_build_info{${promtail()}}`]: "1x30" }, at: "20m" },
  },
  PromtailRequestErrors: {
    firing: {
      series: { [pushes("204")]: "0+50x30", [pushes("500")]: "0+25x30", [pushes("-1")]: "0+25x30" },
      at: "25m",
      labels: agent,
      description:
        "50% of the pushes of promtail-x in loki-collector have failed for 15 minutes; 10% is too many. It tries again for as long as collector.retryFor says.",
    },
    // What Loki refuses for a limit is another alert's.
    quiet: { series: { [pushes("204")]: "0+50x30", [pushes("429")]: "0+50x30" }, at: "25m" },
  },
  PromtailRequestLatency: {
    firing: {
      series: { [took("1")]: "0x40", [took("2")]: "0+60x40", [took("+Inf")]: "0+60x40" },
      at: "25m",
      labels: agent,
      description:
        "One push in a hundred of promtail-x in loki-collector has taken 1.99s or longer for 15 minutes; 1s is too long.",
    },
    quiet: { series: { [took("1")]: "0+60x40", [took("+Inf")]: "0+60x40" }, at: "25m" },
  },
  PromtailFileMissing: {
    firing: {
      series: { [file("file")]: "1048576x30" },
      at: "20m",
      labels: { ...agent, path: "/var/log/pods/shop/0.log" },
      description:
        "promtail-x in loki-collector has not read /var/log/pods/shop/0.log (1MiB) for 15 minutes.",
    },
    quiet: { series: { [file("file")]: "1048576x30", [file("read")]: "0x30" }, at: "20m" },
  },
  PromtailDropping: {
    firing: {
      series: { [dropped]: "0+600x30" },
      at: "10m",
      labels: { ...agent, reason: "rate_limited" },
      description:
        "promtail-x in loki-collector has thrown away 10 lines a second for 5 minutes, because of rate_limited. They are lost.",
    },
    quiet: { series: { [dropped]: "600x30" }, at: "10m" },
  },
  PromtailBehind: {
    firing: {
      series: { [file("file")]: "209715200x30", [file("read")]: "0x30" },
      at: "20m",
      labels: agent,
      description:
        "promtail-x in loki-collector has had more than 64 MiB still to read for 15 minutes, now 200MiB. What a container rotates away before it is read is lost.",
    },
    quiet: {
      series: { [file("file")]: "209715200x30", [file("read")]: "200000000x30" },
      at: "20m",
    },
  },
  GatewayUnauthorized: {
    firing: {
      series: { [answered("401", "POST")]: "0+8x30", [answered("401", "GET")]: "0+4x30" },
      at: "20m",
      labels: { namespace: "loki" },
      description:
        "12 requests a minute have been answered with 401 by the gateway in loki for 10 minutes; 10 are too many.",
    },
    // Other answers, and those of the port that only the kubelet and Prometheus reach.
    quiet: {
      series: {
        [answered("401", "POST")]: "0+9x30",
        [answered("200", "POST")]: "0+900x30",
        [answered("401", "GET", "operations")]: "0+90x30",
      },
      at: "20m",
    },
  },
} as const satisfies Partial<Record<MetricAlertName, AlertCases>>;

export const partCases = {
  ...collectorCases,
  LokiRingUnhealthy: {
    firing: {
      series: { [unhealthy]: "1x30" },
      at: "10m",
      labels: { ...namespace, name: "ingester" },
      description:
        "1 members of the ring ingester in loki have been unhealthy for 5 minutes. No new replica becomes ready beside one.",
    },
    quiet: { series: { [unhealthy]: "0x30" }, at: "10m" },
  },
  LokiConsulErrors: {
    firing: {
      series: { [consulRequests(500)]: "0+60x30" },
      at: "10m",
      labels: namespace,
      description:
        "1 requests a second of Loki's to Consul in loki have failed for 2 minutes. After ring.heartbeatTimeout (10 minutes) Loki refuses lines and queries.",
    },
    quiet: { series: { [consulRequests(200)]: "0+60x30" }, at: "10m" },
  },
  LokiRulesFailing: {
    firing: {
      series: { [evaluationFailures]: "0+8x40" },
      at: "25m",
      labels: { ...namespace, user: "shop" },
      description:
        "80 evaluations of rules of the tenant shop have failed in 10 minutes, so their alerts do not fire.",
    },
    quiet: { series: { [evaluationFailures]: "8x40" }, at: "25m" },
  },
  LokiAlertsNotDelivered: {
    firing: {
      series: { [undelivered]: "0+1x40" },
      at: "25m",
      labels: { ...namespace, alertmanager: "http://alertmanager:9093/api/v2/alerts" },
      description:
        "10 alerts for http://alertmanager:9093/api/v2/alerts were thrown away in 10 minutes.",
    },
    quiet: { series: { [undelivered]: "1x40" }, at: "25m" },
  },
  ConsulNoLeader: {
    firing: {
      series: leaders(0, 0, 0),
      at: "10m",
      labels: namespace,
      description:
        "0 of Consul's servers in loki have been the leader for a minute. Loki goes on for ring.heartbeatTimeout (10 minutes), then refuses lines and queries.",
    },
    quiet: { series: leaders(0, 1, 0), at: "10m" },
  },
  ConsulNotHealthy: {
    firing: {
      series: autopilot("healthy", 0),
      at: "10m",
      labels: namespace,
      description:
        "Consul's leader in loki has reported its servers as unhealthy for 5 minutes (healthy is 0).",
    },
    quiet: { series: autopilot("healthy", 1), at: "10m" },
  },
  ConsulNoFailureTolerance: {
    firing: {
      series: autopilot("failure_tolerance", 0),
      at: "20m",
      labels: namespace,
      description:
        "Consul in loki could lose 0 servers for 10 minutes now without losing its leader.",
    },
    quiet: { series: autopilot("failure_tolerance", 1), at: "20m" },
  },
  LokiCanaryLosesLines: {
    firing: {
      series: { [missing]: "0+1x40" },
      at: "25m",
      labels: namespace,
      description:
        "15 lines that loki-canary wrote in loki could not be found in the last 15 minutes.",
    },
    quiet: { series: { [missing]: "5x40" }, at: "25m" },
  },
  LokiCanarySlow: {
    firing: {
      series: { [found("8")]: "0x40", [found("16")]: "0+60x40", [found("+Inf")]: "0+60x40" },
      at: "25m",
      labels: namespace,
      description:
        "One line in a hundred of loki-canary in loki has needed 15.92s or longer to be found for 15 minutes; 5s is too long.",
    },
    quiet: { series: { [found("4")]: "0+60x40", [found("+Inf")]: "0+60x40" }, at: "25m" },
  },
} as const satisfies Partial<Record<MetricAlertName, AlertCases>>;
