import * as pulumi from "@pulumi/pulumi";
import { metricsAgentConfig } from "../../components/monitoring/metricsAgentConfig";
import { scrapeTargets } from "../../components/monitoring/scrapeTargets";
import type { Evaluation } from "../../tools/evaluate";
import { evaluateStack, type Areas } from "../support/stacks";
import { prodSettings } from "../support/settings";
import { workloads } from "../support/workloads";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const annotationsOf = (evaluation: Evaluation) =>
  Object.fromEntries(
    workloads(evaluation).map(({ workload }) => [
      workload.metadata.name,
      (workload.spec.template.metadata as { annotations?: object }).annotations,
    ]),
  );

const podMonitorsOf = ({ resources }: Evaluation) =>
  resources.filter(({ type }) => type.endsWith(":PodMonitor"));

test("pods are annotated where nothing else is asked for, but Consul's, which want a token", async () => {
  const of = (port: string, more: object = {}) => ({
    "prometheus.io/scrape": "true",
    "prometheus.io/port": port,
    "prometheus.io/path": "/metrics",
    ...more,
  });
  const annotations = annotationsOf(await evaluateStack("prod"));
  expect(annotations).toMatchObject({
    loki: of("3100"),
    "loki-gateway": of("9180"),
    promtail: of("9080"),
    grafana: of("3000"),
    "loki-canary": of("3500", { "fraiseql.io/tenant": "fraiseql" }),
  });
  expect(annotations["consul"]).toBeUndefined();
  const tls = annotationsOf(await evaluateStack("prod", { tls: { kind: "secrets" } }));
  expect(tls["loki"]).toEqual(of("3100", { "prometheus.io/scheme": "https" }));
});

describe("podMonitors", () => {
  const areas: Areas = {
    tls: { kind: "secrets" },
    monitoring: { scrape: { kind: "podMonitors", labels: { release: "prometheus" } } },
  };
  let evaluation: Evaluation;
  beforeAll(async () => {
    evaluation = await evaluateStack("prod", areas);
  });

  test("are one for each component, with the labels that Prometheus selects by", () => {
    const found = podMonitorsOf(evaluation).map(({ inputs }) => {
      const { name, namespace, labels } = inputs["metadata"] as Record<string, object>;
      return [name, namespace, (labels as Record<string, string>)["release"]];
    });
    expect(found).toEqual(
      [
        ["consul", "loki"],
        ["grafana", "loki"],
        ["loki-canary", "loki"],
        ["loki-gateway", "loki"],
        ["loki", "loki"],
        ["promtail", "loki-collector"],
      ].map((row) => [...row, "prometheus"]),
    );
  });

  test("name ports that the pods have, and leave the pods without annotations", () => {
    const ports = new Map(
      workloads(evaluation).map(({ workload }) => [
        workload.spec.template.metadata.labels["app.kubernetes.io/name"],
        workload.spec.template.spec.containers.flatMap(({ ports: all = [] }) =>
          all.map(({ name }) => name),
        ),
      ]),
    );
    for (const { inputs } of podMonitorsOf(evaluation)) {
      const { selector, podMetricsEndpoints } = inputs["spec"] as {
        selector: { matchLabels: Record<string, string> };
        podMetricsEndpoints: [{ port: string }];
      };
      const component = selector.matchLabels["app.kubernetes.io/name"];
      expect(ports.get(component)).toContain(podMetricsEndpoints[0].port);
    }
    expect(annotationsOf(evaluation)["loki"]).toBeUndefined();
  });

  test("verify Loki's certificate and show Consul a token of its own", () => {
    const endpoint = (component: string) => {
      const found = podMonitorsOf(evaluation).find(({ name }) => name === `${component}-metrics`);
      return (found?.inputs["spec"] as { podMetricsEndpoints: [object] }).podMetricsEndpoints[0];
    };
    expect(endpoint("loki")).toMatchObject({
      scheme: "https",
      tlsConfig: {
        ca: { secret: { name: "loki-tls", key: "ca.crt" } },
        serverName: "loki.loki.svc",
      },
    });
    expect(endpoint("consul")).toMatchObject({
      path: "/v1/agent/metrics",
      params: { format: ["prometheus"] },
      authorization: {
        type: "Bearer",
        credentials: { name: expect.stringMatching(/^consul-metrics-/) as string, key: "token" },
      },
    });
  });
});

test("nobody is told of metrics where nobody shall be", async () => {
  const evaluation = await evaluateStack("prod", { monitoring: { scrape: { kind: "none" } } });
  expect(podMonitorsOf(evaluation)).toEqual([]);
  expect(annotationsOf(evaluation)["loki"]).toBeUndefined();
});

test("the agent's configuration holds no password", () => {
  const { monitoring } = prodSettings();
  expect(monitoring.remoteWrite).toBeUndefined();
  const settings = prodSettings({
    monitoring: {
      remoteWrite: {
        ...{ url: "https://metrics.example.com/api/v1/write", user: "acme", tenant: "acme" },
        password: "secret-of-mine",
      },
    },
  });
  const { remoteWrite } = settings.monitoring;
  const config = remoteWrite && metricsAgentConfig(remoteWrite, scrapeTargets("loki", settings));
  expect(config?.remote_write).toEqual([
    {
      url: "https://metrics.example.com/api/v1/write",
      basic_auth: { username: "acme", password_file: "/etc/prometheus/password/password" },
      headers: { "X-Scope-OrgID": "acme" },
    },
  ]);
  expect(JSON.stringify(config)).not.toContain("secret-of-mine");
});
