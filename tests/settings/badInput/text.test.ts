import { s3, testRows } from "../badInput";

testRows([
  {
    row: "C78",
    stack: "dev",
    bad: { namespace: "${NAMESPACE}" },
    message: `config error [C78] fraiseql-loki:namespace: got "\${NAMESPACE}"; expected a value, not a reference that nothing resolves.
  Fix: pulumi config set fraiseql-loki:namespace loki`,
    good: { namespace: "namespace" },
  },
  {
    row: "C78",
    stack: "prod",
    bad: { storage: s3({ chunksBucket: "acme\n-logs" }) },
    message: `config error [C78] fraiseql-loki:storage.chunksBucket: got "acme\\n-logs"; expected one line of printable text.
  Fix: pulumi config set --path 'fraiseql-loki:storage.chunksBucket' acme-loki-chunks`,
    good: { storage: s3({ chunksBucket: "acme-logs" }) },
  },
  {
    row: "C78",
    stack: "prod",
    bad: { storage: s3({ kind: "s3\u0000" }) },
    message: `config error [C78] fraiseql-loki:storage.kind: got "s3\\u0000"; expected one line of printable text.
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3`,
    good: { storage: s3() },
  },
  {
    row: "C78",
    stack: "prod",
    bad: { storage: s3({ kind: "${KIND}" }) },
    message: `config error [C78] fraiseql-loki:storage.kind: got "\${KIND}"; expected a value, not a reference that nothing resolves.
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3`,
    good: { storage: s3() },
  },
  {
    row: "C78",
    stack: "dev",
    bad: { images: { loki: "grafana/loki:3.7.6\u2028" } },
    message: `config error [C78] fraiseql-loki:images.loki: got "grafana/loki:3.7.6\\u2028"; expected one line of printable text.
  Fix: pulumi config rm --path 'fraiseql-loki:images.loki'`,
    good: { images: { loki: "grafana/loki:3.7.6" } },
  },
  {
    row: "C78",
    stack: "dev",
    bad: { collector: { fraiseqlJobs: ["a\tb"] } },
    message: `config error [C78] fraiseql-loki:collector.fraiseqlJobs[0]: got "a\\tb"; expected one line of printable text.
  Fix: pulumi config set --path 'fraiseql-loki:collector.fraiseqlJobs[0]' my-app`,
    good: { collector: { fraiseqlJobs: ["a b"] } },
  },
  {
    row: "C78",
    stack: "dev",
    bad: { grafana: { adminPassword: "hunter2-hunter2-\n" } },
    message: `config error [C78] fraiseql-loki:grafana.adminPassword: got [secret]; expected one line of printable text.
  Fix: pulumi config set --secret --path 'fraiseql-loki:grafana.adminPassword' <value>`,
    good: { grafana: { adminPassword: "hunter2-hunter2-" } },
  },
]);
