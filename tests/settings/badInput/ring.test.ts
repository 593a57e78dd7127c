import { testRows } from "../badInput";

testRows([
  {
    row: "C06",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 2 } },
    message: `config error [C06] fraiseql-loki:ring.servers: got 2; expected an odd number (1, 3, 5): 2 tolerates no more failures than 1.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`,
    good: { ring: { kind: "consul", servers: 3 } },
  },
  {
    row: "C06",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 4 } },
    message: `config error [C06] fraiseql-loki:ring.servers: got 4; expected an odd number (1, 3, 5): 4 tolerates no more failures than 3.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`,
    good: { ring: { kind: "consul", servers: 3 } },
  },
  {
    row: "C06",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 0 } },
    message: `config error [C06] fraiseql-loki:ring.servers: got 0; expected an odd number (1, 3, 5).
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`,
    good: { ring: { kind: "consul", servers: 3 } },
  },
  {
    row: "C06",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 2.5 } },
    message: `config error [C06] fraiseql-loki:ring.servers: got 2.5; expected a whole number.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`,
    good: { ring: { kind: "consul", servers: 3 } },
  },
  {
    row: "C07",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 1 } },
    message: `config error [C07] fraiseql-loki:ring.servers: got 1; expected 3 or 5 in prod: one server is a ring store without a spare.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 3`,
    good: { ring: { kind: "consul", servers: 3 } },
  },
  {
    row: "C08",
    stack: "prod",
    bad: { ring: { kind: "consul", servers: 9 } },
    message: `config error [C08] fraiseql-loki:ring.servers: got 9; expected at most 7 voting servers.
  Fix: pulumi config set --path 'fraiseql-loki:ring.servers' 5`,
    good: { ring: { kind: "consul", servers: 7 } },
  },
  {
    row: "C42",
    stack: "prod",
    bad: { ring: { kind: "consul", heartbeatTimeout: "0" } },
    message: `config error [C42] fraiseql-loki:ring.heartbeatTimeout: got "0"; expected at least 4 × fraiseql-loki:ring.heartbeatPeriod (60s): Loki refuses 0, and one lost heartbeat is no failure.
  Fix: pulumi config set --path 'fraiseql-loki:ring.heartbeatTimeout' 10m`,
    good: { ring: { kind: "consul", heartbeatTimeout: "60s" } },
  },
  {
    row: "C42",
    stack: "prod",
    bad: { ring: { kind: "consul", heartbeatTimeout: "59s" } },
    message: `config error [C42] fraiseql-loki:ring.heartbeatTimeout: got "59s"; expected at least 4 × fraiseql-loki:ring.heartbeatPeriod (60s): Loki refuses 0, and one lost heartbeat is no failure.
  Fix: pulumi config set --path 'fraiseql-loki:ring.heartbeatTimeout' 10m`,
    good: { ring: { kind: "consul", heartbeatTimeout: "60s" } },
  },
  {
    row: "C42",
    stack: "prod",
    bad: { ring: { kind: "memberlist", heartbeatPeriod: "5m" } },
    message: `config error [C42] fraiseql-loki:ring.heartbeatTimeout: got "10m" (the default); expected at least 4 × fraiseql-loki:ring.heartbeatPeriod (1200s): Loki refuses 0, and one lost heartbeat is no failure.
  Fix: pulumi config set --path 'fraiseql-loki:ring.heartbeatTimeout' 1200s`,
    good: { ring: { kind: "memberlist", heartbeatPeriod: "2m30s" } },
  },
  {
    row: "a ring of one's own",
    stack: "prod",
    bad: { ring: { kind: "inmemory" } },
    message: `config error fraiseql-loki:ring.kind: got "inmemory"; expected consul or memberlist with 3 replicas: in memory each would be a ring of its own.
  Fix: pulumi config set --path 'fraiseql-loki:ring.kind' consul`,
    good: { ring: { kind: "memberlist" } },
  },
  {
    row: "C18",
    stack: "dev",
    bad: { ring: { kind: "etcd" } },
    message: `config error [C18] fraiseql-loki:ring.kind: got "etcd"; expected one of inmemory, consul, memberlist.
  Fix: pulumi config set --path 'fraiseql-loki:ring.kind' inmemory`,
    good: { ring: { kind: "memberlist" } },
  },
  {
    row: "C18",
    stack: "prod",
    bad: { ring: { servers: 5 } },
    message: `config error [C18] fraiseql-loki:ring.kind: got nothing; expected one of inmemory, consul, memberlist.
  Fix: pulumi config set --path 'fraiseql-loki:ring.kind' consul`,
    good: { ring: { kind: "consul", servers: 5 } },
  },
]);
