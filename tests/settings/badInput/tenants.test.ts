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
    good: {
      tenants: [],
      gateway: { enabled: false },
      acceptedRisks: ["gateway.enabled"],
    },
  },
  {
    row: "C09",
    stack: "prod",
    bad: { tenants: [{ id: "a", retentionPeriod: "100h" }] },
    message: `config error [C09] fraiseql-loki:tenants[0].retentionPeriod: got "100h"; expected a multiple of 24h: an object store's lifecycle counts whole days.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].retentionPeriod' 96h (or 120h)`,
    good: { tenants: [{ id: "a", retentionPeriod: "168h" }] },
  },
  {
    row: "C11",
    stack: "prod",
    bad: { tenants: [{ id: "a", retentionPeriod: "0s" }] },
    message: `config error [C11] fraiseql-loki:tenants[0].retentionPeriod: got "0s"; expected at least 24h: 0 keeps logs for ever.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].retentionPeriod' 720h (or set fraiseql-loki:loki.retentionForever to true)`,
    good: { tenants: [{ id: "a" }], loki: { retentionForever: true } },
  },
  {
    row: "C10",
    stack: "prod",
    bad: { tenants: [{ id: "a", streamRetention: [{ selector: '{app="a"}', period: "1h" }] }] },
    message: `config error [C10] fraiseql-loki:tenants[0].streamRetention[0].period: got "1h"; expected at least 24h: Loki's index period is a day.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].streamRetention[0].period' 24h`,
    good: { tenants: [{ id: "a", streamRetention: [] }] },
  },
  {
    row: "for ever",
    stack: "prod",
    bad: { tenants: [{ id: "a", retentionPeriod: "720h" }], loki: { retentionForever: true } },
    message: `config error fraiseql-loki:tenants[0].retentionPeriod: got "720h"; expected nothing: with fraiseql-loki:loki.retentionForever no tenant's lines are deleted.
  Fix: pulumi config rm --path 'fraiseql-loki:tenants[0].retentionPeriod'`,
    good: { tenants: [{ id: "a", retentionPeriod: "720h" }] },
  },
  {
    row: "C44",
    stack: "prod",
    bad: { tenants: [{ id: "a" }, { id: "b", retentionPeriod: "48h" }] },
    message: `config error [C44] fraiseql-loki:loki.rejectOldSamplesMaxAge: got "168h" (the default); expected at most fraiseql-loki:tenants[1].retentionPeriod (48h): older lines would be deleted at once.
  Fix: pulumi config set --path 'fraiseql-loki:loki.rejectOldSamplesMaxAge' 48h`,
    good: {
      tenants: [{ id: "a" }, { id: "b", retentionPeriod: "48h" }],
      loki: { rejectOldSamplesMaxAge: "48h" },
    },
  },
  {
    row: "C60",
    stack: "prod",
    bad: { tenants: [{ id: "a", limits: { ingestionRateMb: 64 } }] },
    message: `config error [C60] fraiseql-loki:tenants[0].limits.ingestionBurstMb: got 32; expected at least fraiseql-loki:tenants[0].limits.ingestionRateMb (64) and at least 1, the agent's largest batch.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].limits.ingestionBurstMb' 64`,
    good: { tenants: [{ id: "a", limits: { ingestionRateMb: 64, ingestionBurstMb: 64 } }] },
  },
  {
    row: "C61",
    stack: "prod",
    bad: { tenants: [{ id: "a", limits: { ingestionRateMb: 2 } }] },
    message: `config error [C61] fraiseql-loki:tenants[0].limits.perStreamRateMb: got 5; expected at most fraiseql-loki:tenants[0].limits.ingestionRateMb (2): more is never reached.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[0].limits.perStreamRateMb' 2`,
    good: { tenants: [{ id: "a", limits: { ingestionRateMb: 2, perStreamRateMb: 1 } }] },
  },
  {
    row: "first retired",
    stack: "prod",
    bad: { tenants: [{ id: "a", retiredOn: "2020-01-01" }, { id: "b" }] },
    message: `config error fraiseql-loki:tenants[0].retiredOn: got "2020-01-01"; expected nothing: the stack's own commands push as its first tenant.
  Fix: put a tenant that is written first in fraiseql-loki:tenants`,
    good: { tenants: [{ id: "b" }, { id: "a", retiredOn: "2020-01-01" }] },
  },
  {
    row: "to be retired",
    stack: "prod",
    bad: { tenants: [{ id: "a" }, { id: "b", retiredOn: "2999-01-01" }] },
    message: `config error fraiseql-loki:tenants[1].retiredOn: got "2999-01-01"; expected a day that has come: the tenant is refused from the next deployment on.
  Fix: pulumi config set --path 'fraiseql-loki:tenants[1].retiredOn' 2026-11-23`,
    good: { tenants: [{ id: "a" }, { id: "b", retiredOn: "2020-01-01" }] },
  },
  {
    row: "removed and there",
    stack: "prod",
    bad: { tenants: [{ id: "a" }, { id: "b" }], removedTenants: ["b"] },
    message: `config error fraiseql-loki:removedTenants[0]: got "b"; expected a tenant that is not in fraiseql-loki:tenants.
  Fix: pulumi config rm --path 'fraiseql-loki:removedTenants[0]'`,
    good: { tenants: [{ id: "a" }], removedTenants: ["b"] },
  },
  {
    row: "C58",
    stack: "prod",
    bad: {
      tenants: [{ id: "a" }, { id: "b", retiredOn: "2020-01-01" }],
      collector: { defaultTenant: "b" },
    },
    message: `config error [C58] fraiseql-loki:collector.defaultTenant: got "b"; expected one of a.
  Fix: pulumi config rm --path 'fraiseql-loki:collector.defaultTenant'`,
    good: { tenants: [{ id: "a" }, { id: "b" }], collector: { defaultTenant: "b" } },
  },
]);
