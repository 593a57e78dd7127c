import { testRows } from "../badInput";

testRows([
  {
    row: "C09",
    stack: "prod",
    bad: { loki: { retentionPeriod: "100h" } },
    message: `config error [C09] fraiseql-loki:loki.retentionPeriod: got "100h"; expected a multiple of 24h: an object store's lifecycle counts whole days.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 96h (or 120h)`,
    good: { loki: { retentionPeriod: "240h" } },
  },
  {
    row: "C10",
    stack: "prod",
    bad: { loki: { retentionPeriod: "12h", rejectOldSamplesMaxAge: "12h" } },
    message: `config error [C10] fraiseql-loki:loki.retentionPeriod: got "12h"; expected at least 24h: Loki's index period is a day.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 24h`,
    good: { loki: { retentionPeriod: "24h", rejectOldSamplesMaxAge: "12h" } },
  },
  {
    row: "C11",
    stack: "prod",
    bad: { loki: { retentionPeriod: "0" } },
    message: `config error [C11] fraiseql-loki:loki.retentionPeriod: got "0"; expected at least 24h: 0 keeps logs for ever.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 2160h (or set fraiseql-loki:loki.retentionForever to true)`,
    good: { loki: { retentionPeriod: "0", retentionForever: true } },
  },
  {
    row: "C11",
    stack: "dev",
    bad: { loki: { retentionPeriod: 0 } },
    message: `config error [C11] fraiseql-loki:loki.retentionPeriod: got 0; expected at least 24h: 0 keeps logs for ever.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 720h (or set fraiseql-loki:loki.retentionForever to true)`,
    good: { loki: { retentionPeriod: 0, retentionForever: true } },
  },
  {
    row: "C11",
    stack: "dev",
    bad: { loki: { retentionPeriod: "0h" } },
    message: `config error [C11] fraiseql-loki:loki.retentionPeriod: got "0h"; expected at least 24h: 0 keeps logs for ever.
  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 720h (or set fraiseql-loki:loki.retentionForever to true)`,
    good: { loki: { retentionPeriod: "168h" } },
  },
  {
    row: "C09",
    stack: "prod",
    bad: { loki: { streamRetention: [{ selector: '{app="a"}', period: "25h" }] } },
    message: `config error [C09] fraiseql-loki:loki.streamRetention[0].period: got "25h"; expected a multiple of 24h: an object store's lifecycle counts whole days.
  Fix: pulumi config set --path 'fraiseql-loki:loki.streamRetention[0].period' 24h (or 48h)`,
    good: { loki: { streamRetention: [{ selector: '{app="a"}', period: "48h" }] } },
  },
  {
    row: "C10",
    stack: "prod",
    bad: { loki: { streamRetention: [{ selector: '{app="a"}', period: "0" }] } },
    message: `config error [C10] fraiseql-loki:loki.streamRetention[0].period: got "0"; expected at least 24h: Loki's index period is a day.
  Fix: pulumi config set --path 'fraiseql-loki:loki.streamRetention[0].period' 24h`,
    good: { loki: { streamRetention: [{ selector: '{app="a"}', period: "24h" }] } },
  },
  {
    row: "C44",
    stack: "prod",
    bad: { loki: { rejectOldSamplesMaxAge: "2161h" } },
    message: `config error [C44] fraiseql-loki:loki.rejectOldSamplesMaxAge: got "2161h"; expected at most fraiseql-loki:loki.retentionPeriod (2160h): older lines would be deleted at once.
  Fix: pulumi config set --path 'fraiseql-loki:loki.rejectOldSamplesMaxAge' 2160h`,
    good: { loki: { rejectOldSamplesMaxAge: "2160h" } },
  },
  {
    row: "C44",
    stack: "prod",
    bad: { loki: { retentionPeriod: "144h" } },
    message: `config error [C44] fraiseql-loki:loki.rejectOldSamplesMaxAge: got "168h" (the default); expected at most fraiseql-loki:loki.retentionPeriod (144h): older lines would be deleted at once.
  Fix: pulumi config set --path 'fraiseql-loki:loki.rejectOldSamplesMaxAge' 144h`,
    good: { loki: { retentionPeriod: "168h" } },
  },
]);
