import * as pulumi from "@pulumi/pulumi";
import { clientSnippets } from "../components/clientSnippets";
import { stackOutputs, type Access } from "../components/outputs";
import { filesystemStorage } from "../components/storage/filesystemStorage";
import type { Evaluation } from "../tools/evaluate";
import { record } from "./support/record";
import { devSettings } from "./support/settings";
import { runShell } from "./support/shell";

const stackId = "0b0e0a4e-7a4f-4a53-9b46-6c3c1f3a7c55";
const service = { name: "loki", port: 3100 };
const url = "http://loki.logs.svc:3100";
const open: Access = {
  url,
  pushUrl: `${url}/push`,
  queryUrl: `${url}/query`,
  tenant: "fake",
  tenants: [],
  service,
  dependencies: [],
};

const user = (name: string, password: string) => ({
  name,
  password: pulumi.secret(password),
  hash: pulumi.secret("hash"),
});

type Grafana = Parameters<typeof stackOutputs>[0]["grafana"];

const outputsOf = (access: Access, more: { tempo?: string; grafana?: Grafana } = {}) =>
  record(() =>
    stackOutputs({
      settings: devSettings({ namespace: "logs", collector: { namespace: "agents" } }),
      stackId: pulumi.output(stackId),
      storage: { ...filesystemStorage, bucketNames: ["chunks", "ruler"] },
      access,
      tracing: more.tempo === undefined ? undefined : { url: more.tempo },
      grafana: more.grafana,
    }),
  );

const usersOf = (tenant: string, write: string, read: string) => ({
  id: tenant,
  write: user(`${tenant}-write`, write),
  read: user(`${tenant}-read`, read),
});

const withPasswords = (tenant: string, writer: string, reader: string): Access => {
  const { id, write, read } = usersOf(tenant, writer, reader);
  return { ...open, tenant, write, read, tenants: [{ id, write, read }] };
};

/** The arguments that a shell hands to curl, one a line. */
function argumentsOf({ outputs }: Evaluation, command: "pushCommand" | "queryCommand"): string[] {
  const { stdout } = runShell(outputs[command] as string, {
    curl: 'printf "%s\\n" "$@"',
    date: "echo 1764843330",
  });
  return stdout.trimEnd().split("\n");
}

const push = [
  "-H",
  "Content-Type: application/json",
  "-d",
  '{"streams":[{"stream":{"job":"test","level":"info"},"values":[["1764843330000000000","Test log message from FraiseQL"]]}]}',
  "http://localhost:3100/loki/api/v1/push",
];
const query = [
  "-G",
  "--data-urlencode",
  'query={job="test"}',
  "-d",
  "since=1h",
  "-d",
  "limit=100",
  "http://localhost:3100/loki/api/v1/query_range",
];

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
    pushUrl: "http://loki.logs.svc:3100/push",
    queryUrl: "http://loki.logs.svc:3100/query",
    caCertificate: "",
    serverName: "",
    grafanaUrl: "http://grafana",
    tempoUrl: "http://tempo",
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

describe("of passwords that somebody else keeps", () => {
  const existing = (name: string, direction: string) => ({
    name,
    passwordFrom: { secretName: "acme-users", key: `${direction}-password` },
    hashFrom: { secretName: "acme-users", key: `${direction}-hash` },
  });
  const users = { write: existing("a-write", "write"), read: existing("a-read", "read") };
  const access: Access = { ...open, tenant: "a", ...users, tenants: [{ id: "a", ...users }] };
  const passwordFrom = { secretName: "grafana-admin", key: "password" };
  const grafana = { url: "http://grafana", adminUser: "admin", adminPassword: { passwordFrom } };
  const place = (key: string, name = "acme-users") => ({ namespace: "logs", name, key });

  test("say where they are", async () => {
    const { outputs } = await outputsOf(access, { grafana });
    const [writeSecret, readSecret] = [place("write-password"), place("read-password")];
    const grafanaSecret = place("password", "grafana-admin");
    expect(outputs).toMatchObject({
      writePassword: "",
      readPassword: "",
      grafanaPassword: "",
      passwordSecrets: { write: writeSecret, read: readSecret, grafana: grafanaSecret },
    });
    expect(outputs["tenants"]).toEqual({
      a: {
        writeUser: "a-write",
        writePasswordSecret: writeSecret,
        readUser: "a-read",
        readPasswordSecret: readSecret,
        clients: clientSnippets({
          url,
          user: "a-write",
          password: "<write-password of the Secret logs/acme-users>",
        }),
      },
    });
  });

  test("read them from the cluster in their commands", async () => {
    const { outputs } = await outputsOf(access, { grafana });
    const { stdout } = runShell(outputs["pushCommand"] as string, {
      curl: 'printf "%s\\n" "$@"',
      date: "echo 1764843330",
      kubectl: 'echo "$*"',
    });
    const read = `--namespace logs get secret acme-users --output go-template={{index .data "write-password" | base64decode}}`;
    expect(stdout.trimEnd().split("\n")).toEqual(["-sS", "-u", `a-write:${read}`, ...push]);
  });
});

test("are empty where there is no password, no Grafana and no Tempo", async () => {
  const evaluation = await outputsOf(open);
  const { outputs, secretOutputs } = evaluation;
  const empty = Object.entries(outputs).filter(([, value]) => value === "");
  expect(empty.map(([name]) => name).join(" ")).toBe(
    "caCertificate grafanaCommand grafanaPassword grafanaUrl grafanaUser readPassword readUser serverName tempoUrl writePassword writeUser",
  );
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

test("with TLS the commands ask for the certificate's name at the forwarded port, and verify it", async () => {
  const tls = { caCertificate: "-----BEGIN\nabc\n-----END\n", serverName: "logs.example.com" };
  const evaluation = await outputsOf({ ...withPasswords("a", "write!", "read!"), tls });
  expect([evaluation.outputs["caCertificate"], evaluation.outputs["serverName"]]).toEqual([
    tls.caCertificate,
    "logs.example.com",
  ]);
  const { stdout } = runShell(evaluation.outputs["queryCommand"] as string, {
    curl: 'cat /dev/stdin; printf "%s\\n" "$@"',
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    ...["-----BEGIN", "abc", "-----END"],
    ...["-sS", "--cacert", "/dev/stdin", "--connect-to", "::localhost:3100", "-u", "a-read:read!"],
    ...query.slice(0, -1),
    "https://logs.example.com:3100/loki/api/v1/query_range",
  ]);
});
