import { testRows } from "../badInput";

testRows([
  {
    row: "C62",
    stack: "prod",
    bad: { loki: { schema: [{ from: "2026-11-24" }] } },
    message: `config error [C62] fraiseql-loki:loki.schema[0].from: got "2026-11-24"; expected today (2026-11-23) or earlier: with no schema for now Loki could not store anything.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[0].from' 2024-04-01`,
    good: { loki: { schema: [{ from: "2026-11-23" }] } },
  },
  {
    row: "C62",
    stack: "prod",
    bad: { loki: { schema: [] } },
    message: `config error [C62] fraiseql-loki:loki.schema: got an empty list; expected at least one period: without a schema Loki could not store anything.
  Fix: pulumi config rm --path 'fraiseql-loki:loki.schema'`,
    good: { loki: { schema: [{ from: "2024-04-01" }] } },
  },
  {
    row: "C63",
    stack: "prod",
    bad: {
      loki: { schema: [{ from: "2024-04-01" }, { from: "2026-11-23", addedOn: "2026-11-23" }] },
    },
    message: `config error [C63] fraiseql-loki:loki.schema[1].from: got "2026-11-23"; expected a day after fraiseql-loki:loki.schema[1].addedOn (2026-11-23): data already written would become unreadable.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[1].from' 2026-11-25 (every replica must run with the new period before it begins)`,
    good: {
      loki: { schema: [{ from: "2024-04-01" }, { from: "2026-11-24", addedOn: "2026-11-23" }] },
    },
  },
  {
    row: "C63",
    stack: "prod",
    bad: { loki: { schema: [{ from: "2024-04-01" }, { from: "2026-12-01" }] } },
    message: `config error [C63] fraiseql-loki:loki.schema[1].addedOn: got nothing; expected the day (UTC) the period was added to the running stack.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[1].addedOn' 2026-11-23`,
    good: {
      loki: { schema: [{ from: "2024-04-01" }, { from: "2026-12-01", addedOn: "2026-11-23" }] },
    },
  },
  {
    row: "C64",
    stack: "prod",
    bad: {
      loki: { schema: [{ from: "2025-06-02" }, { from: "2025-06-02", addedOn: "2025-05-30" }] },
    },
    message: `config error [C64] fraiseql-loki:loki.schema[1].from: got "2025-06-02"; expected a day after fraiseql-loki:loki.schema[0].from (2025-06-02): periods are append-only.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[1].from' 2025-06-03`,
    good: {
      loki: { schema: [{ from: "2025-06-02" }, { from: "2025-06-03", addedOn: "2025-05-30" }] },
    },
  },
  {
    row: "a day",
    stack: "prod",
    bad: { loki: { schema: [{ from: "2024-04-01T00:00:00Z" }] } },
    message: `config error fraiseql-loki:loki.schema[0].from: got "2024-04-01T00:00:00Z"; expected a day such as "2024-04-01", in quotes.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[0].from' 2024-04-01`,
    good: { loki: { schema: [{ from: "2024-04-01" }] } },
  },
  {
    row: "a version",
    stack: "prod",
    bad: { loki: { schema: [{ from: "2024-04-01", version: "v12" }] } },
    message: `config error [C65] fraiseql-loki:loki.schema[0].version: got "v12"; expected v13.
  Fix: pulumi config set --path 'fraiseql-loki:loki.schema[0].version' v13`,
    good: { loki: { schema: [{ from: "2024-04-01", version: "v13" }] } },
  },
]);
