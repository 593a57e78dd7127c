import { clientSnippets } from "../components/clientSnippets";
import { type Access } from "../components/outputs";
import { runShell } from "./support/shell";
import { open, outputsOf, push, query, url, withPasswords } from "./outputsFixtures";

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
