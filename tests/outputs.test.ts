import * as pulumi from "@pulumi/pulumi";
import { clientSnippets } from "../components/clientSnippets";
import { grafanaLinks } from "../components/grafana/links";
import {
  argumentsOf,
  open,
  outputsOf,
  push,
  query,
  stackId,
  url,
  usersOf,
  withPasswords,
} from "./outputsFixtures";
import { devSettings } from "./support/settings";

test("say where everything is", async () => {
  const adminPassword = { password: pulumi.secret("the-admin-password") };
  const grafana = { url: "http://grafana", adminUser: "admin", adminPassword };
  const access = withPasswords("fraiseql", "the-write-password", "the-read-password");
  const { outputs, secretOutputs } = await outputsOf(access, { tempo: "http://tempo", grafana });
  expect(outputs).toEqual({
    stackId,
    namespace: "logs",
    collectorNamespace: "agents",
    tenant: "fraiseql",
    tenants: {
      fraiseql: {
        writeUser: "fraiseql-write",
        writePassword: "the-write-password",
        readUser: "fraiseql-read",
        readPassword: "the-read-password",
        clients: clientSnippets({ url, user: "fraiseql-write", password: "the-write-password" }),
      },
    },
    tenantRegister: { fake: { keptDays: 30 } },
    volumeSizes: { "loki.wal.size": "2Gi", "loki.data.size": "5Gi", "tracing.volumeSize": "5Gi" },
    pushUrl: "http://loki.logs.svc:3100/push",
    queryUrl: "http://loki.logs.svc:3100/query",
    caCertificate: "",
    serverName: "",
    grafanaUrl: "http://grafana",
    tempoUrl: "http://tempo",
    externalPushUrl: "",
    externalQueryUrl: "",
    externalGrafanaUrl: "",
    ...grafanaLinks(devSettings()),
    bucketNames: ["chunks", "ruler"],
    writeUser: "fraiseql-write",
    readUser: "fraiseql-read",
    writePassword: "the-write-password",
    readPassword: "the-read-password",
    grafanaUser: "admin",
    grafanaPassword: "the-admin-password",
    portForwardCommand: "kubectl --namespace logs port-forward service/loki 3100:3100",
    pushCommand: outputs["pushCommand"],
    queryCommand: outputs["queryCommand"],
    grafanaCommand: "kubectl --namespace logs port-forward service/grafana 3000:3000",
  });
  expect(secretOutputs).toEqual([
    "grafanaPassword",
    "pushCommand",
    "queryCommand",
    "readPassword",
    "tenants",
    "writePassword",
  ]);
});

test("tell of each tenant who it is and how programs push as it", async () => {
  const tenants = ["a", "b"].map((id) => usersOf(id, `${id}-in`, `${id}-out`));
  const { outputs } = await outputsOf({ ...withPasswords("a", "a-in", "a-out"), tenants });
  const passwords = Object.entries(outputs["tenants"] as object).map(
    ([id, { writePassword, readPassword }]: [string, Record<string, string>]) => [
      id,
      writePassword,
      readPassword,
    ],
  );
  expect(passwords).toEqual([
    ["a", "a-in", "a-out"],
    ["b", "b-in", "b-out"],
  ]);
});

test.each([
  [{ kind: "ingress", tls: "elsewhere" }, "https"],
  [{ kind: "ingress", tls: "off" }, "http"],
  [{ kind: "httpRoute", parentRef: { name: "public" } }, "https"],
  [{ kind: "httpRoute", parentRef: { name: "public" }, tls: "off" }, "http"],
])("say where everything is from outside with %j", async (expose, scheme) => {
  const areas = {
    gateway: { expose: { ...expose, host: "logs.example.com" } },
    grafana: { expose: { ...expose, host: "grafana.example.com" } },
  };
  const { outputs } = await outputsOf(withPasswords("a", "in", "out"), { areas });
  const base = `${scheme}://logs.example.com`;
  expect(outputs).toMatchObject({
    pushUrl: "http://loki.logs.svc:3100/push",
    externalPushUrl: `${base}/loki/api/v1/push`,
    externalQueryUrl: `${base}/loki/api/v1/query_range`,
    externalGrafanaUrl: `${scheme}://grafana.example.com`,
    tenants: {
      a: {
        clients: clientSnippets({ url, user: "a-write", password: "in" }),
        externalClients: clientSnippets({ url: base, user: "a-write", password: "in" }),
      },
    },
  });
});

test("are empty where there is no password, no Grafana and no Tempo", async () => {
  const evaluation = await outputsOf(open);
  const { outputs, secretOutputs } = evaluation;
  expect(outputs).toMatchObject({ dashboardUrls: {}, exploreUrls: {} });
  const empty = Object.entries(outputs).filter(([, value]) => value === "");
  expect(empty.map(([name]) => name)).toEqual([
    "caCertificate",
    "externalGrafanaUrl",
    "externalPushUrl",
    "externalQueryUrl",
    "grafanaCommand",
    "grafanaPassword",
    "grafanaUrl",
    "grafanaUser",
    "readPassword",
    "readUser",
    "serverName",
    "tempoUrl",
    "writePassword",
    "writeUser",
  ]);
  expect(secretOutputs).toEqual(["grafanaPassword", "readPassword", "tenants", "writePassword"]);
  expect(argumentsOf(evaluation, "pushCommand")).toEqual(["-sS", ...push]);
  expect(argumentsOf(evaluation, "queryCommand")).toEqual(["-sS", ...query]);
});

test.each(["plain", `with '"$HOME" \`x\` \\ & and #`, "ünï:cödé"])(
  "a shell hands the password %j to curl as it is",
  async (password) => {
    const evaluation = await outputsOf(withPasswords("a'b*(c)", password, `${password}!`));
    expect(argumentsOf(evaluation, "pushCommand")).toEqual([
      "-sS",
      "-u",
      `a'b*(c)-write:${password}`,
      ...push,
    ]);
    expect(argumentsOf(evaluation, "queryCommand")).toEqual([
      "-sS",
      "-u",
      `a'b*(c)-read:${password}!`,
      ...query,
    ]);
  },
);
