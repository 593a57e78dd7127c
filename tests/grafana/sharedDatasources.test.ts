import { load } from "js-yaml";
import { datasources } from "../../components/grafana/datasources";
import { lokiReaders } from "../../components/grafana/lokiReaders";
import {
  sharedDatasources,
  sharedDatasourcesArgs,
  type SharedDatasourcesFile,
} from "../../components/grafana/sharedDatasources";
import { toYaml } from "../../components/yaml";
import { usersOf } from "../outputsFixtures";
import { certificates } from "../support/certificateTexts";
import { prodSettings } from "../support/settings";

const url = "http://loki-gateway.loki.svc:8080";
const ids = ["fraiseql", "team-a", "team_a", "A1"];
const tenants = ids.map((id) => usersOf(id, "in", "out"));
const monitoring = { prometheusUrl: "http://prometheus.monitoring.svc:9090" };
const tempoUrl = "http://tempo.tracing.svc:3200";

const args = (sidecar: object = {}, more: object = {}, access: object = {}) =>
  sharedDatasourcesArgs(
    prodSettings({ grafana: { deploy: false, sidecar }, monitoring, ...more }),
    { url, tenants, ...access },
    tempoUrl,
  );

/** As a program reads it. */
const file = (...of: Parameters<typeof sharedDatasources>) =>
  load(toYaml(sharedDatasources(...of))) as SharedDatasourcesFile;

const all = { datasources: ["loki", "tempo", "prometheus"] };

test("are those of the stack's own Grafana, but that none is the default and none is pruned", () => {
  const own = load(toYaml(datasources(args()))) as SharedDatasourcesFile;
  const shared = file(args(all), {});
  const withoutPassword = (one: object) => ({ ...one, isDefault: false, secureJsonData: {} });
  expect(shared.datasources.map(withoutPassword)).toEqual(own.datasources.map(withoutPassword));
  expect(own.datasources.map(({ isDefault }) => isDefault)).toContain(true);
  expect(shared.datasources.map(({ isDefault }) => isDefault)).not.toContain(true);
  expect(Object.keys(shared)).toEqual(["apiVersion", "datasources"]);
});

test.each([
  [{}, ["loki", "loki-team-a", "loki-team_a", "loki-A1", "tempo"]],
  [{ datasources: ["prometheus"] }, ["prometheus"]],
  [{ datasources: [] }, []],
])("with %j are these", (sidecar, uids) => {
  expect(file(args(sidecar), {}).datasources.map(({ uid }) => uid)).toEqual(uids);
});

test("have the passwords that are known, as Grafana reads them, and else the name of a variable", () => {
  const { datasources: found } = file(args(), { loki: "pa$$w$ord", "loki-A1": "123456" });
  expect(
    found.map(({ name, ...rest }) => [name, (rest as { secureJsonData?: unknown }).secureJsonData]),
  ).toEqual([
    ["Loki", { basicAuthPassword: "pa$$$$w$$ord" }],
    ["Loki (team-a)", { basicAuthPassword: "$FRAISEQL_LOKI_READ_PASSWORD_team_a" }],
    [
      "Loki (team_a)",
      {
        basicAuthPassword: expect.stringMatching(
          /^\$FRAISEQL_LOKI_READ_PASSWORD_[0-9a-f]{32}$/,
        ) as string,
      },
    ],
    ["Loki (A1)", { basicAuthPassword: "123456" }],
    ["Tempo", undefined],
  ]);
});

test("are each read by another variable, of a name that every shell takes", () => {
  const odd = ["a-b", "a_b", "a--b", "a.b", "-a", "a-", "A", "a", "odd.!('id')", "ä"];
  const readers = lokiReaders({ tenants: ["first", ...odd].map((id) => usersOf(id, "", "")) });
  const names = readers.map(({ variable }) => variable);
  expect(names[0]).toBe("FRAISEQL_LOKI_READ_PASSWORD");
  expect(new Set(names).size).toBe(odd.length + 1);
  expect(names.filter((name) => !/^[A-Z_]+[A-Za-z0-9_]*$/.test(name))).toEqual([]);
});

test("say how the gateway's certificate is verified", () => {
  const tls = { caCertificate: certificates.authority, serverName: "logs.example.com" };
  const [loki] = file(args({}, {}, { tls }), {}).datasources;
  expect(loki).toMatchObject({
    jsonData: { tlsAuthWithCACert: true, serverName: "logs.example.com" },
    secureJsonData: {
      basicAuthPassword: "$FRAISEQL_LOKI_READ_PASSWORD",
      tlsCACert: certificates.authority,
    },
  });
});

test("of a Loki that asks for no password name none", () => {
  const { datasources: found } = file(args({}, {}, { tenants: [] }), {});
  expect(found.map(({ uid }) => uid)).toEqual(["loki", "tempo"]);
  expect(toYaml(found)).not.toMatch(/basicAuth|PASSWORD/);
});

test("go with a tenant that is given up", () => {
  const { deleteDatasources } = file(args({}, { removedTenants: ["old", "odd.!('id')"] }), {});
  expect(deleteDatasources).toEqual([
    { name: "Loki (old)", orgId: 1 },
    { name: "Loki (odd.!('id'))", orgId: 1 },
  ]);
});
