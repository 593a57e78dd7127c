import {
  datasources,
  type DatasourcesArgs,
  type LokiDatasource,
  type TempoDatasource,
} from "../../components/grafana/datasources";
import { toYaml } from "../../components/yaml";

const loki = { url: "http://loki.loki.svc:3100", queryTimeout: "5m" };
const tempoUrl = "http://tempo.loki.svc:3200";
const withGateway: DatasourcesArgs = {
  loki: { url: "http://loki-gateway.loki.svc:8080", queryTimeout: "5m", user: "fraiseql-read" },
  tempoUrl,
};

const lokiOf = (args: DatasourcesArgs) => datasources(args).datasources[0] as LokiDatasource;
const tempoOf = (args: DatasourcesArgs) => datasources(args).datasources[1] as TempoDatasource;

/** What Grafana makes of a text in a provisioning file that names no variable. */
const grafanaReads = (text: string) => text.split("$$").join("$");

test("the file with a gateway and Tempo", () => {
  expect(toYaml(datasources(withGateway))).toMatchSnapshot();
});

test("without a gateway Grafana reads Loki without a password", () => {
  expect(lokiOf({ loki, tempoUrl })).toEqual({
    ...lokiOf(withGateway),
    url: "http://loki.loki.svc:3100",
    basicAuth: undefined,
    basicAuthUser: undefined,
    secureJsonData: undefined,
  });
  expect(toYaml(datasources({ loki }))).toBe(`apiVersion: 1
prune: true
datasources:
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: http://loki.loki.svc:3100
    isDefault: true
    editable: false
    jsonData:
      maxLines: 1000
      timeout: 310
`);
});

test("with a gateway the password comes from a file and no tenant is named", () => {
  const { basicAuth, basicAuthUser, secureJsonData } = lokiOf(withGateway);
  expect({ basicAuth, basicAuthUser, secureJsonData }).toEqual({
    basicAuth: true,
    basicAuthUser: "fraiseql-read",
    secureJsonData: {
      basicAuthPassword: "$__file{/etc/grafana/secrets/loki-read-password}",
    },
  });
  expect(toYaml(datasources(withGateway))).not.toContain("X-Scope-OrgID");
});

test("each other tenant has a data source of its own, read with its own password", () => {
  const others = [
    { tenant: "payments", user: "payments-read" },
    { tenant: "odd!('$')", user: "odd!('$')-read" },
    { tenant: "t".repeat(150), user: `${"t".repeat(150)}-read` },
  ];
  const file = datasources({ ...withGateway, loki: { ...withGateway.loki, others } });
  const [first, ...more] = file.datasources.slice(0, -1) as LokiDatasource[];
  expect(first).toEqual(lokiOf(withGateway));
  expect(
    more.map(({ name, uid, basicAuthUser, isDefault }) => [name, uid, basicAuthUser, isDefault]),
  ).toEqual([
    ["Loki (payments)", "loki-payments", "payments-read", false],
    ["Loki (odd!('$$'))", "loki-ac5b0a0759c00667dcfba1c723a24e23", "odd!('$$')-read", false],
    [expect.any(String), expect.stringMatching(/^loki-[0-9a-f]{32}$/), expect.any(String), false],
  ]);
  expect(more.map(({ secureJsonData }) => secureJsonData?.basicAuthPassword)).toEqual(
    more.map(({ uid }) => `$__file{/etc/grafana/secrets/${uid}-read-password}`),
  );
  expect(more.filter(({ uid }) => !/^[\w-]{1,40}$/.test(uid))).toEqual([]);
});

test("without Tempo nothing points at it", () => {
  const file = datasources({ loki });
  expect(file.datasources.map(({ uid }) => uid)).toEqual(["loki"]);
  expect(lokiOf({ loki }).jsonData.derivedFields).toBeUndefined();
});

test("each uid that is pointed at exists", () => {
  const args = { loki, tempoUrl };
  const targets = [
    ...(lokiOf(args).jsonData.derivedFields ?? []).map((field) => field.datasourceUid),
    tempoOf(args).jsonData.tracesToLogsV2.datasourceUid,
  ];
  expect(targets).toEqual(["tempo", "tempo", "tempo", "loki"]);
  expect(datasources(args).datasources.map(({ uid }) => uid)).toEqual(["loki", "tempo"]);
});

test.each([
  ["5m", 310],
  ["90s", 100],
  ["1500ms", 12],
])("a query that Loki may work %s on is waited %d s for", (queryTimeout, timeout) => {
  expect(lokiOf({ loki: { ...loki, queryTimeout } }).jsonData.timeout).toBe(timeout);
});

test("a dollar sign in an address or a name stays one", () => {
  const file = lokiOf({ loki: { ...loki, url: "http://a/$b", user: "us$er" } });
  expect([file.url, file.basicAuthUser]).toEqual(["http://a/$$b", "us$$er"]);
});

describe("from a log line to its trace", () => {
  const fields = lokiOf({ loki, tempoUrl }).jsonData.derivedFields ?? [];
  const id = "4bf92f3577b34da6a3ce929d0e0e4736";
  const idIn = (line: string) =>
    fields
      .filter(({ matcherType }) => matcherType === "regex")
      .flatMap(({ name, matcherRegex }) => {
        const found = new RegExp(grafanaReads(matcherRegex)).exec(line)?.[1];
        return found === undefined ? [] : [[name, found]];
      });

  test("each link asks Tempo for the value found", () => {
    expect(fields.map(({ url }) => grafanaReads(url))).toEqual(fields.map(() => "${__value.raw}"));
  });

  test("a label is found by its name", () => {
    expect(fields.filter(({ matcherType }) => matcherType === "label")).toEqual([
      {
        name: "TraceID",
        matcherType: "label",
        matcherRegex: "trace_id",
        datasourceUid: "tempo",
        url: "$${__value.raw}",
        urlDisplayLabel: "View trace",
      },
    ]);
  });

  test.each([
    ["JSON", `{"level":"error","trace_id":"${id}"}`, "TraceID (json)"],
    ["JSON with spaces", `{"level": "error", "trace_id" : "${id}"}`, "TraceID (json)"],
    ["nested JSON", `{"level":"INFO","fields":{"trace_id":"${id}"}}`, "TraceID (json)"],
    ["logfmt", `level=error trace_id=${id}`, "TraceID (logfmt)"],
    ["logfmt in camel case", `level=error traceID=${id}`, "TraceID (logfmt)"],
  ])("the id is found in %s", (_, line, name) => {
    expect(idIn(line)).toEqual([[name, id]]);
  });

  test.each([
    ["the guide's id, which is none", '{"trace_id":"abc123def456"}'],
    ["no id", '{"level":"info"}'],
    ["a span's id", '{"span_id":"00f067aa0ba902b7"}'],
  ])("no link for %s", (_, line) => {
    expect(idIn(line)).toEqual([]);
  });
});

describe("from a span to its log lines", () => {
  const { tracesToLogsV2 } = tempoOf({ loki, tempoUrl }).jsonData;

  test("the labels are the collector's", () => {
    expect(tracesToLogsV2.tags).toEqual([
      { key: "k8s.namespace.name", value: "namespace" },
      { key: "k8s.container.name", value: "container" },
      { key: "service.name", value: "app" },
    ]);
  });

  test("the id is looked for in the line, not in structured metadata", () => {
    expect(grafanaReads(tracesToLogsV2.query)).toBe('{${__tags}} |= "${__trace.traceId}" | json');
    expect(tracesToLogsV2.query).toBe('{$${__tags}} |= "$${__trace.traceId}" | json');
  });
});

test("each data source verifies a gateway that has a certificate", () => {
  const tls = { caCertificate: "-----BEGIN CERTIFICATE-----", serverName: "logs.example.com" };
  const others = [{ tenant: "b", user: "b-read" }];
  const url = "https://loki-gateway.loki.svc:8080";
  const withTls = { loki: { ...withGateway.loki, url, tls, others } };
  const [first, second] = datasources(withTls).datasources as LokiDatasource[];
  expect([first, second].map((each) => [each?.jsonData, each?.secureJsonData])).toMatchObject([
    [
      { tlsAuthWithCACert: true, serverName: "logs.example.com" },
      {
        basicAuthPassword: "$__file{/etc/grafana/secrets/loki-read-password}",
        tlsCACert: "-----BEGIN CERTIFICATE-----",
      },
    ],
    [
      { tlsAuthWithCACert: true, serverName: "logs.example.com" },
      {
        basicAuthPassword: "$__file{/etc/grafana/secrets/loki-b-read-password}",
        tlsCACert: "-----BEGIN CERTIFICATE-----",
      },
    ],
  ]);
  expect(toYaml(datasources(withGateway))).not.toContain("tls");
});
