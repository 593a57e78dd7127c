import { testRows } from "../badInput";

testRows([
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: "a|b" }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got "a|b"; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: "a:b" }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got "a:b"; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: ".." }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got ".."; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: "." }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got "."; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: "" }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got ""; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: { tenants: [{ id: "index" }] },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got "index"; expected a tenant not called index: Loki keeps its own objects there.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [{ id: "a.b" }] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: {
      tenants: [
        {
          id: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        },
      ],
    },
    message: `config error [C58] fraiseql-loki:tenants[0].id: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"; expected 1 to 150 of A-Za-z0-9!_.*'()- and not . or ..
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: {
      tenants: [
        {
          id: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        },
      ],
    },
  },
  {
    row: "C58",
    stack: "dev",
    bad: { tenants: [{ id: "a" }, { id: "a" }] },
    message: `config error [C58] fraiseql-loki:tenants[1].id: got "a"; expected a tenant other than fraiseql-loki:tenants[0].id.
  Fix: remove one of the two from fraiseql-loki:tenants`,
    good: { tenants: [{ id: "a" }, { id: "b" }] },
  },
  {
    row: "C59",
    stack: "prod",
    bad: { tenants: [] },
    message: `config error [C59] fraiseql-loki:tenants: got an empty list; expected at least one tenant.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].id' fraiseql`,
    good: { tenants: [], gateway: { enabled: false } },
  },
  {
    row: "one tenant",
    stack: "prod",
    bad: { tenants: [{ id: "a" }, { id: "b" }] },
    message: `config error fraiseql-loki:tenants: got 2 tenants; expected one tenant: this release serves exactly one behind the gateway.
  Fix: keep one, and give each other tenant a stack of its own`,
    good: { tenants: [{ id: "a" }] },
  },
]);
