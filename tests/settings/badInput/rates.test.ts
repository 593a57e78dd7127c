import { testRows } from "../badInput";

testRows([
  {
    row: "C60",
    stack: "prod",
    bad: { loki: { limits: { ingestionBurstMb: 15 } } },
    message: `config error [C60] fraiseql-loki:loki.limits.ingestionBurstMb: got 15; expected at least fraiseql-loki:loki.limits.ingestionRateMb (16) and at least 1, the agent's largest batch.
  Fix: pulumi config set --path 'fraiseql-loki:loki.limits.ingestionBurstMb' 16`,
    good: { loki: { limits: { ingestionBurstMb: 16 } } },
  },
  {
    row: "C60",
    stack: "prod",
    bad: {
      loki: { limits: { ingestionRateMb: 0.5, ingestionBurstMb: 0.9, perStreamRateMb: 0.5 } },
    },
    message: `config error [C60] fraiseql-loki:loki.limits.ingestionBurstMb: got 0.9; expected at least fraiseql-loki:loki.limits.ingestionRateMb (0.5) and at least 1, the agent's largest batch.
  Fix: pulumi config set --path 'fraiseql-loki:loki.limits.ingestionBurstMb' 1`,
    good: { loki: { limits: { ingestionRateMb: 0.5, ingestionBurstMb: 1, perStreamRateMb: 0.5 } } },
  },
  {
    row: "C60",
    stack: "prod",
    bad: { loki: { limits: { perStreamBurstMb: 4 } } },
    message: `config error [C60] fraiseql-loki:loki.limits.perStreamBurstMb: got 4; expected at least fraiseql-loki:loki.limits.perStreamRateMb (5) and at least 1, the agent's largest batch.
  Fix: pulumi config set --path 'fraiseql-loki:loki.limits.perStreamBurstMb' 5`,
    good: { loki: { limits: { perStreamBurstMb: 5 } } },
  },
  {
    row: "C61",
    stack: "prod",
    bad: { loki: { limits: { perStreamRateMb: 17 } } },
    message: `config error [C61] fraiseql-loki:loki.limits.perStreamRateMb: got 17; expected at most fraiseql-loki:loki.limits.ingestionRateMb (16): more is never reached.
  Fix: pulumi config set --path 'fraiseql-loki:loki.limits.perStreamRateMb' 16`,
    good: { loki: { limits: { perStreamRateMb: 16 } } },
  },
  {
    row: "a rate",
    stack: "prod",
    bad: { loki: { limits: { ingestionRateMb: 0 } } },
    message: `config error fraiseql-loki:loki.limits.ingestionRateMb: got 0; expected a number above 0.
  Fix: pulumi config set --path 'fraiseql-loki:loki.limits.ingestionRateMb' 16`,
    good: { loki: { limits: { ingestionRateMb: 16 } } },
  },
]);
