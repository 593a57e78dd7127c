import { problemsOf, s3Compatible } from "./badInput";

const secret = "hunter2";

test.each([
  ["a password of the wrong type", { grafana: { adminPassword: { of: secret } } }],
  ["a short password", { grafana: { adminPassword: secret } }],
  ["a password with a line break", { grafana: { adminPassword: `${secret}\n` } }],
  ["a list for a password", { tenants: [{ id: "a", writePassword: [secret, 1] }] }],
  ["a secret under an unknown key", { grafana: { password: secret } }],
  ["a secret under an unknown area", { secrets: secret }],
  ["a secret where an object belongs", { grafana: secret }],
  ["a secret where a list belongs", { tenants: `["${secret}"` }],
  ["a secret in an address", { tracing: { url: `http://u:${secret}@tempo`, deploy: false } }],
  ["a secret in an address without a scheme", { grafana: { url: `u:${secret}@grafana` } }],
  ["a secret in a mirror", { images: { mirror: `u:${secret}@registry` } }],
  ["a secret in an image", { images: { loki: `https://u:${secret}@registry/loki:latest` } }],
  [
    "credentials of an unknown kind of store",
    {
      storage: s3Compatible({ kind: "minio", credentials: { secretAccessKey: `${secret}\n` } }),
    },
  ],
  [
    "credentials with a mistake",
    {
      storage: s3Compatible({
        credentials: { accessKeyId: `\${${secret}}`, secretAccesKey: secret },
      }),
    },
  ],
])("%s is refused without being shown", (_, areas) => {
  const message = problemsOf("dev", areas);

  expect(message).toMatch(/^config error/);
  expect(message).not.toContain(secret);
});

test("under an encrypted key not even the length of a password is shown", () => {
  const grafana = { adminPassword: "hunter2" };

  expect(problemsOf("dev", { grafana }, ["fraiseql-loki:grafana"])).toBe(
    `config error [C56] fraiseql-loki:grafana.adminPassword: got [secret]; expected at least 16 characters (value not shown).
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.adminPassword' (one is generated)`,
  );
});

test("under an encrypted key nothing is shown, nor what follows from it", () => {
  const loki = {
    replicas: 2,
    replicationFactor: 2,
    resources: { memoryLimit: "4096m" },
    wal: { size: "77GB" },
    maxChunkAge: "7 hours",
    retentionPeriod: "100h",
  };

  expect(problemsOf("prod", { loki }, ["fraiseql-loki:loki"])).toBe(
    `config error [C41] fraiseql-loki:loki.maxChunkAge: got [secret]; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:loki.maxChunkAge' 2h
config error [C02] fraiseql-loki:loki.replicationFactor: got [secret]; expected 1 (dev) or 3.
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicationFactor' 3
config error [C37] fraiseql-loki:loki.resources.memoryLimit: got [secret]; expected a Kubernetes quantity in Mi or Gi such as 4Gi.
  Fix: pulumi config set --path 'fraiseql-loki:loki.resources.memoryLimit' 4Gi
config error [C09] fraiseql-loki:loki.retentionPeriod: got [secret]; expected a multiple of 24h.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 2160h
config error [C31] fraiseql-loki:loki.wal.size: got [secret]; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi`,
  );
});
