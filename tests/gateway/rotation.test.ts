import { compareSync } from "bcryptjs";
import type { CaddyConfig } from "../../components/gateway/caddyConfig";
import { inputsOf, inventory } from "../support/record";
import type { Evaluation } from "../../tools/evaluate";
import { recordGateway, specOf, types, usersOf } from "./fixtures";

interface Users {
  readonly id: string;
  readonly write?: { name: string; password?: string };
  readonly read: { name: string; password?: string };
}

const passwordsOf = (evaluation: Evaluation) =>
  inventory(evaluation)
    .filter((key) => key.startsWith(types.password))
    .map((key) => key.slice(`${types.password}::gateway-`.length))
    .sort();
const fileOf = (evaluation: Evaluation) => {
  const { "caddy.json": file = "" } = inputsOf(evaluation, types.configMap, "loki-gateway-config")[
    "data"
  ] as Record<string, string>;
  return file;
};
/** The users that each kind of request may come as, in the order of the routes. */
const accountsOf = (evaluation: Evaluation) =>
  [...fileOf(evaluation).matchAll(/"accounts": (\[[^\]]*\])/g)].map(([, list = ""]) =>
    (JSON.parse(list) as { username: string }[]).map(({ username }) => username),
  );
const usedBy = ({ outputs }: Evaluation) => {
  const [tenant] = outputs["tenants"] as [Users];
  const collector = outputs["collector"] as { name: string };
  return [tenant.write?.name, tenant.read.name, collector.name];
};

const first = ["collector", "a-read", "a-write"].sort();
const second = first.map((name) => `${name}-2`);

const rotated = (settings: Record<string, number>) =>
  recordGateway({ tenants: [{ id: "a", ...settings }], collector: settings });

test.each([
  ["the first generation", {}, first, first],
  [
    "a generation that is raised: the one before too",
    { passwordGeneration: 2 },
    second,
    [...first, ...second],
  ],
  [
    "a rotation under way",
    { passwordGeneration: 2, oldestPasswordGeneration: 1 },
    second,
    [...first, ...second],
  ],
  [
    "a rotation that is ended",
    { passwordGeneration: 2, oldestPasswordGeneration: 2 },
    second,
    second,
  ],
])("lets in the users of %s", async (_, settings, used, accepted) => {
  const evaluation = await rotated(settings);
  const all = [...accepted].sort();
  expect(usedBy(evaluation).sort()).toEqual([...used].sort());
  expect([passwordsOf(evaluation), Object.keys(usersOf(evaluation)).sort()]).toEqual([all, all]);
  const [push = [], ...reads] = accountsOf(evaluation);
  expect(push.sort()).toEqual(all.filter((name) => !name.includes("read")));
  expect(reads.map((names) => names.sort())).toEqual(
    reads.map(() => all.filter((name) => name.includes("read"))),
  );
});

test("a later rotation keeps the generation before, and leaves the one before that", async () => {
  const evaluation = await rotated({ passwordGeneration: 3, oldestPasswordGeneration: 2 });
  const third = first.map((name) => `${name}-3`);
  expect(passwordsOf(evaluation)).toEqual([...second, ...third].sort());
});

test("every user of a tenant acts for it, the collector for whom it names", async () => {
  const evaluation = await rotated({ passwordGeneration: 2 });
  const file = JSON.stringify(JSON.parse(fileOf(evaluation)));
  for (const user of ["a-write", "a-write-2", "a-read", "a-read-2"]) {
    expect(file).toContain(JSON.stringify({ input: user, outputs: ["a"] }));
  }
  for (const input of ["collector", "collector-2"]) {
    const outputs = ["{http.request.header.X-Scope-OrgID}"];
    expect(file).toContain(JSON.stringify({ input, outputs }));
  }
});

test("a failed login is told of every user that may come", async () => {
  const { apps } = JSON.parse(fileOf(await rotated({ passwordGeneration: 2 }))) as CaddyConfig;
  const inputs = [
    ...JSON.stringify(apps).matchAll(/"input_regexp":"([^"]*)","outputs":\["([^"]*)"/g),
  ];
  const told = (user: string) =>
    inputs.flatMap(([, pattern = "", whose = ""]) =>
      new RegExp(pattern).test(`Basic ${Buffer.from(`${user}:x`).toString("base64")}`)
        ? [whose]
        : [],
    );
  // Once for each of the three routes that ask for a password.
  const thrice = (whose: string) => [whose, whose, whose];
  for (const user of ["a-write", "a-write-2", "a-read", "a-read-2"]) {
    expect([user, told(user)]).toEqual([user, thrice("a")]);
  }
  expect(["collector", "collector-2"].map(told)).toEqual([
    thrice("<collector>"),
    thrice("<collector>"),
  ]);
  expect(told("a-write-3")).toEqual([]);
});

test("given passwords are of the generation that they are given for", async () => {
  const tenant = {
    ...{ id: "a", passwordGeneration: 2, writePassword: "the new one" },
    previousWritePassword: "the old one",
  };
  const hashes = usersOf(await recordGateway({ tenants: [tenant] }));
  const { "a-write": before = "", "a-write-2": now = "" } = hashes;
  expect([compareSync("the old one", before), compareSync("the new one", now)]).toEqual([
    true,
    true,
  ]);
  expect([before, now].map((hash) => hash.slice(0, 7))).toEqual(["$2a$10$", "$2a$10$"]);
});

test("a retired tenant has no user that pushes, of any generation", async () => {
  const tenant = { id: "a", passwordGeneration: 2, retiredOn: "2026-01-01" };
  expect(passwordsOf(await recordGateway({ tenants: [tenant] }))).toEqual([
    "a-read",
    "a-read-2",
    "collector",
  ]);
});

describe("Secrets of others", () => {
  const tenant = { id: "odd!", existingSecret: "acme-users", passwordGeneration: 2 };
  const collector = { existingSecret: "acme-collector" };

  test("are mounted by user, beside the stack's own, and nothing is generated", async () => {
    const evaluation = await recordGateway({ tenants: [tenant], collector });
    expect([passwordsOf(evaluation), usersOf(evaluation)]).toEqual([[], {}]);
    const { metadata } = inputsOf(evaluation, types.secret, "loki-gateway-users") as {
      metadata: { name: string };
    };
    const from = (name: string, key: string, path: string) => ({
      secret: { name, items: [{ key, path }] },
    });
    const { volumes = [] } = specOf(evaluation).template.spec;
    expect(volumes.filter(({ name }) => name === "users")).toEqual([
      {
        name: "users",
        projected: {
          defaultMode: 0o440,
          sources: [
            { secret: { name: metadata.name } },
            from("acme-users", "write-hash-2", "odd_21-write-2"),
            from("acme-users", "read-hash-2", "odd_21-read-2"),
            from("acme-users", "write-hash", "odd_21-write"),
            from("acme-users", "read-hash", "odd_21-read"),
            from("acme-collector", "hash", "collector"),
          ],
        },
      },
    ]);
  });

  test("are named to those who need the passwords", async () => {
    const { outputs } = await recordGateway({ tenants: [tenant], collector });
    const from = (secretName: string, key: string) => ({ secretName, key });
    expect(outputs["collector"]).toEqual({
      name: "collector",
      passwordFrom: from("acme-collector", "password"),
      hashFrom: from("acme-collector", "hash"),
    });
    expect(outputs["tenants"]).toMatchObject([
      {
        write: { name: "odd!-write-2", passwordFrom: from("acme-users", "write-password-2") },
        read: { name: "odd!-read-2", passwordFrom: from("acme-users", "read-password-2") },
      },
    ]);
  });
});
