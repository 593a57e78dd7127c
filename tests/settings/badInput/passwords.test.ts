import { testRows, warningsOf } from "../badInput";

const tenant = (settings: object) => ({ tenants: [{ id: "a" }, { id: "b", ...settings }] });
const rotation = { passwordGeneration: 3, oldestPasswordGeneration: 2 };
const secret = "sixteen letters!";

testRows([
  {
    row: "a rotation before the last one is ended",
    stack: "prod",
    bad: tenant({ passwordGeneration: 3, oldestPasswordGeneration: 1 }),
    message: `config error fraiseql-loki:tenants[1].oldestPasswordGeneration: got 1; expected 2 or 3: fraiseql-loki:tenants[1].passwordGeneration is 3, and generations follow one after the other.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[1].oldestPasswordGeneration' 3`,
    good: tenant(rotation),
  },
  {
    row: "an oldest generation that is yet to come",
    stack: "prod",
    bad: { collector: { oldestPasswordGeneration: 2 } },
    message: `config error fraiseql-loki:collector.oldestPasswordGeneration: got 2; expected 1: fraiseql-loki:collector.passwordGeneration is 1, and generations follow one after the other.
  Fix: pulumi config set --path 'fraiseql-loki:collector.oldestPasswordGeneration' 1`,
    good: { collector: { passwordGeneration: 2, oldestPasswordGeneration: 2 } },
  },
  {
    row: "a generation before the first",
    stack: "prod",
    bad: tenant({ passwordGeneration: 0 }),
    message: `config error fraiseql-loki:tenants[1].passwordGeneration: got 0; expected a whole number from 1 to 999.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[1].passwordGeneration' 1`,
    good: tenant({ passwordGeneration: 1 }),
  },
  {
    row: "a given password whose predecessor nobody knows",
    stack: "prod",
    bad: tenant({ ...rotation, writePassword: secret }),
    message: `config error fraiseql-loki:tenants[1].previousWritePassword: got nothing; expected the password of generation 2, which fraiseql-loki:tenants[1].writePassword replaces.
  Fix: pulumi config set --secret --path 'fraiseql-loki:tenants[1].previousWritePassword' "$PASSWORD"`,
    good: tenant({ ...rotation, writePassword: secret, previousWritePassword: secret }),
  },
  {
    row: "a password of a generation that is not let in",
    stack: "prod",
    bad: tenant({ previousReadPassword: secret }),
    message: `config error fraiseql-loki:tenants[1].previousReadPassword: got [secret]; expected nothing: no user of an earlier generation than 1 is let in.
  Fix: pulumi config rm --path 'fraiseql-loki:tenants[1].previousReadPassword'`,
    good: tenant({ ...rotation, previousReadPassword: secret }),
  },
  {
    row: "a password in two places",
    stack: "prod",
    bad: tenant({ existingSecret: "users", readPassword: secret }),
    message: `config error fraiseql-loki:tenants[1].readPassword: got [secret]; expected nothing beside fraiseql-loki:tenants[1].existingSecret, which says where the password is.
  Fix: pulumi config rm --path 'fraiseql-loki:tenants[1].readPassword'`,
    good: tenant({ existingSecret: "users" }),
  },
  {
    row: "an administrator's password in two places",
    stack: "dev",
    bad: { grafana: { adminPassword: secret, adminPasswordSecret: { name: "admin" } } },
    message: `config error fraiseql-loki:grafana.adminPassword: got [secret]; expected nothing beside fraiseql-loki:grafana.adminPasswordSecret, which says where the password is.
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.adminPassword'`,
    good: { grafana: { adminPasswordSecret: { name: "admin" } } },
  },
  {
    row: "a key that no Secret can have",
    stack: "dev",
    bad: { grafana: { adminPasswordSecret: { name: "admin", key: "a/b" } } },
    message: `config error fraiseql-loki:grafana.adminPasswordSecret.key: got "a/b"; expected the key of a Secret: 1 to 253 of A-Za-z0-9 - _ .
  Fix: pulumi config set --path 'fraiseql-loki:grafana.adminPasswordSecret.key' password`,
    good: { grafana: { adminPasswordSecret: { name: "admin", key: "a.b" } } },
  },
  {
    row: "a Secret of no name",
    stack: "prod",
    bad: { collector: { existingSecret: "Users" } },
    message: `config error fraiseql-loki:collector.existingSecret: got "Users"; expected the name of a Kubernetes object: a-z 0-9 . -.
  Fix: pulumi config set --path 'fraiseql-loki:collector.existingSecret' loki-users`,
    good: { collector: { existingSecret: "users" } },
  },
]);

test.each([
  ["that is raised alone", { passwordGeneration: 3 }, "nothing"],
  ["that keeps the one before", rotation, "2"],
])(
  "who has a password of before a generation %s still gets in, and that is said",
  (_, set, got) => {
    expect(warningsOf("prod", tenant(set))).toBe(
      `config warning fraiseql-loki:tenants[1].oldestPasswordGeneration: got ${got}; expected 3 once no client uses a password of generation 2 any more: until then it opens the gateway.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[1].oldestPasswordGeneration' 3`,
    );
  },
);

test("a rotation that is ended warns of nothing", () => {
  const ended = { passwordGeneration: 3, oldestPasswordGeneration: 3 };
  expect(warningsOf("prod", { ...tenant(ended), collector: ended })).toBe("");
});
