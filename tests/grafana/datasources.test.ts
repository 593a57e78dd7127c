import type { LokiDatasource } from "../../components/grafana/datasourceFile";
import { datasources, type DatasourcesArgs } from "../../components/grafana/datasources";
import { toYaml } from "../../components/yaml";

const loki = { url: "http://loki.loki.svc:3100", queryTimeout: "5m" };
const tempoUrl = "http://tempo.loki.svc:3200";
const withGateway: DatasourcesArgs = {
  loki: { url: "http://loki-gateway.loki.svc:8080", queryTimeout: "5m", user: "fraiseql-read" },
  tempoUrl,
};

const lokiOf = (args: DatasourcesArgs) => datasources(args).datasources[0] as LokiDatasource;

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
