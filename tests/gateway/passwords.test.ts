import { compareSync } from "bcryptjs";
import { contentHash } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, resourceOf } from "../support/record";
import { unknownPaths } from "../support/registrations";
import { meta, recordGateway, types, usersOf } from "./fixtures";

let evaluation: Evaluation;
beforeAll(async () => {
  evaluation = await recordGateway();
});

test("generates passwords that survive shells and addresses, and hashes them at the least cost", () => {
  for (const user of ["fraiseql-write", "fraiseql-read"]) {
    const inputs = inputsOf(evaluation, types.password, `gateway-${user}`);
    expect(inputs).toEqual({ length: 32, special: false });
  }
  const hashes = usersOf(evaluation);
  expect(Object.keys(hashes).sort()).toEqual(["collector", "fraiseql-read", "fraiseql-write"]);
  for (const [user, hash] of Object.entries(hashes)) {
    expect([hash.slice(0, 7), compareSync(`password-of-gateway-${user}`, hash)]).toEqual([
      "$2a$04$",
      true,
    ]);
  }
  const secret = resourceOf(evaluation, types.secret, "loki-gateway-users");
  expect([secret.inputs["metadata"], secret.secretPaths]).toEqual([
    meta(`loki-gateway-users-${contentHash(hashes)}`),
    ["stringData"],
  ]);
});

test("gives a generated password the same hash each time, and another for another user", async () => {
  const hashes = usersOf(evaluation);
  expect(usersOf(await recordGateway())).toEqual(hashes);
  expect(new Set(Object.values(hashes).map((hash) => hash.slice(0, 29))).size).toBe(3);
});

test("knows no hash in a preview of passwords that are yet to be generated", async () => {
  const preview = await recordGateway({}, true);
  const secret = resourceOf(preview, types.secret, "loki-gateway-users");
  expect(unknownPaths(secret.inputs)).toEqual(["metadata.name", "stringData"]);
});

test("tells who may come in, with passwords that are secret", () => {
  const { outputs, secretOutputs } = evaluation;
  const user = (name: string) => ({
    name,
    password: `password-of-gateway-${name}`,
    hash: usersOf(evaluation)[name],
  });
  expect(outputs).toEqual({
    url: "http://loki-gateway.logs.svc:8080",
    tenants: [{ id: "fraiseql", write: user("fraiseql-write"), read: user("fraiseql-read") }],
    collector: user("collector"),
  });
  expect(secretOutputs).toEqual([
    "collector.hash",
    "collector.password",
    "tenants[0].read.hash",
    "tenants[0].read.password",
    "tenants[0].write.hash",
    "tenants[0].write.password",
  ]);
});

test("several tenants have users of their own", async () => {
  const recorded = await recordGateway({ tenants: [{ id: "a" }, { id: "b" }] });
  const users = ["a-read", "a-write", "b-read", "b-write", "collector"];
  expect(Object.keys(usersOf(recorded)).sort()).toEqual(users);
});

describe("a password that the settings give", () => {
  const given = { id: "fraiseql", writePassword: "correct horse", readPassword: "correct horse" };

  test("is kept, and hashed so that it verifies", async () => {
    const recorded = await recordGateway({ tenants: [given] });
    const { "fraiseql-write": write = "", "fraiseql-read": read = "" } = usersOf(recorded);
    expect([compareSync("correct horse", write), compareSync("correct horse", read)]).toEqual([
      true,
      true,
    ]);
    expect(compareSync("correct horsf", write)).toBe(false);
    expect([write, read].map((hash) => hash.slice(0, 7))).toEqual(["$2a$10$", "$2a$10$"]);
    const [tenant] = recorded.outputs["tenants"] as [{ write: { password: string } }];
    expect(tenant.write.password).toBe("correct horse");
  });

  test("gives the same hash each time, and another for another user or password", async () => {
    const hashes = async (tenant: Record<string, string>) =>
      usersOf(await recordGateway({ tenants: [tenant] }));
    const first = await hashes(given);
    expect(await hashes(given)).toEqual(first);
    expect(first["fraiseql-write"]).not.toBe(first["fraiseql-read"]);
    const other = await hashes({ ...given, writePassword: "another horse" });
    expect(other["fraiseql-write"]?.slice(0, 29)).not.toBe(first["fraiseql-write"]?.slice(0, 29));
    expect(other["fraiseql-read"]).toBe(first["fraiseql-read"]);
  });

  test("stays out of everything but the hashes", async () => {
    const { resources } = await recordGateway({ tenants: [given] });
    expect(JSON.stringify(resources)).not.toContain("correct horse");
  });
});

test("has files of names that a Secret may hold, whatever the tenant is called", async () => {
  const recorded = await recordGateway({ tenants: [{ id: "..a!" }] });
  expect(Object.keys(usersOf(recorded))).toEqual([
    "_2e_2ea_21-read",
    "_2e_2ea_21-write",
    "collector",
  ]);
  const files = inputsOf(recorded, types.configMap, "loki-gateway-config")["data"];
  expect(JSON.stringify(files)).toContain("{file./etc/caddy/users/_2e_2ea_21-write}");
});
