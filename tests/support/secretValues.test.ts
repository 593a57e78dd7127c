import { placesOf, secretsOf } from "../e2e/support/secrets";
import { InProcessKubectl } from "./fakeKubectl";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const token = "1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
const file = JSON.stringify({ encrypt: key, acl: { tokens: { initial_management_x: token } } });

test("finds what is secret in a Secret's files, but no words", async () => {
  const data = {
    "secrets.json": base64(file),
    accessor: base64(token),
    short: base64("abc"),
    "tls.crt": base64(key),
  };
  const kubectl = new InProcessKubectl([["get secrets", { items: [{ data }, {}] }]]);
  expect(await secretsOf(kubectl, ["loki"])).toEqual([base64(file), file, key, token]);
});

test("takes no part of a certificate for a secret, wherever in a file it stands", async () => {
  const indented = `  ca: |\n    -----BEGIN CERTIFICATE-----\n    ${key}\n    -----END CERTIFICATE-----\n`;
  const text = `${indented}  password: ${token}\n`;
  const data = { "datasources.yaml": base64(text) };
  const kubectl = new InProcessKubectl([["get secrets", { items: [{ data }] }]]);
  expect(await secretsOf(kubectl, ["loki"])).toEqual([base64(text), text, token]);
});

test("says where a value stands, and not which", () => {
  const pod = {
    spec: { containers: [{ args: ["a", `-secret=${token}`], env: [{ value: "b" }] }] },
  };
  expect(placesOf(pod, [token, key], "Pod loki-0")).toEqual([
    "Pod loki-0.spec.containers.0.args.1",
  ]);
  expect(placesOf(`x ${key}`, [token, key], "log")).toEqual(["log"]);
});
