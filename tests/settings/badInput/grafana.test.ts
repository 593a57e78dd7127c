import { testRows } from "../badInput";

testRows([
  {
    row: "C56",
    stack: "dev",
    bad: { grafana: { adminPassword: "hunter2-hunter2" } },
    message: `config error [C56] fraiseql-loki:grafana.adminPassword: got [secret]; expected at least 16 characters (value not shown).
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.adminPassword' (one is generated)`,
    good: { grafana: { adminPassword: "hunter2-hunter22" } },
  },
  {
    row: "an administrator",
    stack: "dev",
    bad: { grafana: { adminUser: "a:b" } },
    message: `config error fraiseql-loki:grafana.adminUser: got "a:b"; expected 1 to 190 of A-Za-z0-9 _ . @ -.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.adminUser' admin`,
    good: { grafana: { adminUser: "a@b.example" } },
  },
  {
    row: "one pipeline",
    stack: "dev",
    bad: { collector: { postgresqlJobs: ["fraiseql-app"] } },
    message: `config error fraiseql-loki:collector.postgresqlJobs[0]: got "fraiseql-app"; expected a job that is not in fraiseql-loki:collector.fraiseqlJobs: its lines have one form.
  Fix: remove the job from one of the two lists`,
    good: { collector: { postgresqlJobs: ["pg"] } },
  },
]);
