import { s3Compatible, testRows } from "../badInput";

const keys = (secretAccessKey: string) =>
  s3Compatible({ credentials: { accessKeyId: "loki", secretAccessKey } });

testRows([
  {
    row: "a password that Grafana would change",
    stack: "prod",
    bad: {
      storage: s3Compatible(),
      tenants: [{ id: "fraiseql", readPassword: "pa$word-of-sixteen" }],
    },
    message: `config error fraiseql-loki:tenants[0].readPassword: got [secret]; expected a secret without $ (value not shown).
  Fix: pulumi config rm --path 'fraiseql-loki:tenants[0].readPassword' (one is generated)`,
    good: {
      storage: s3Compatible(),
      tenants: [{ id: "fraiseql", readPassword: "pa§word-of-sixteen" }],
    },
  },
  {
    row: "a key that no credentials file can hold",
    stack: "prod",
    bad: { storage: keys("abc`def") },
    message: `config error fraiseql-loki:storage.credentials.secretAccessKey: got [secret]; expected a secret without \` (value not shown).
  Fix: use other keys, or name your own file in existingSecret`,
    good: { storage: keys("abc'def") },
  },
]);
