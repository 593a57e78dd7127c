import { promql, type Expressions } from "./expression";

/** The servers that hold Loki's rings. */
export const consul = {
  /** One, or none while they elect. */
  leaders: promql({
    expr: 'sum(consul_server_isLeader{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["consul_server_isLeader"],
  }),
  servers: promql({
    expr: 'max(consul_members_servers{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["consul_members_servers"],
  }),
  healthy: promql({
    expr: 'min(consul_autopilot_healthy{namespace=~"$namespace"} >= 0)',
    variables: ["namespace"],
    metrics: ["consul_autopilot_healthy"],
  }),
  /** Servers that may be lost. Only the leader knows. */
  tolerance: promql({
    expr: 'max(consul_autopilot_failure_tolerance{namespace=~"$namespace"} >= 0)',
    variables: ["namespace"],
    metrics: ["consul_autopilot_failure_tolerance"],
  }),
  elections: promql({
    expr: 'sum(increase(consul_raft_state_candidate{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_raft_state_candidate"],
  }),
  lastContactMs: promql({
    expr: 'max by (pod) (consul_raft_leader_lastContact{namespace=~"$namespace",quantile="0.99"} >= 0)',
    variables: ["namespace"],
    metrics: ["consul_raft_leader_lastContact"],
  }),
  commitMs: promql({
    expr: 'max by (pod) (consul_raft_commitTime{namespace=~"$namespace",quantile="0.99"} >= 0)',
    variables: ["namespace"],
    metrics: ["consul_raft_commitTime"],
  }),
  applies: promql({
    expr: 'sum by (pod) (rate(consul_raft_apply{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_raft_apply"],
  }),
  keyWrites: promql({
    expr: 'sum by (pod) (rate(consul_kvs_apply_count{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_kvs_apply"],
  }),
  keys: promql({
    expr: 'max(consul_state_kv_entries{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["consul_state_kv_entries"],
  }),
  questions: promql({
    expr: 'sum by (pod) (rate(consul_rpc_request{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_rpc_request"],
  }),
  failedQuestions: promql({
    expr: 'sum by (pod) (rate(consul_rpc_request_error{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_rpc_request_error"],
  }),
  refusedByAcl: promql({
    expr: 'sum by (pod) (rate(consul_client_rpc_failed{namespace=~"$namespace"}[$__rate_interval]))',
    variables: ["__rate_interval", "namespace"],
    metrics: ["consul_client_rpc_failed"],
  }),
  /** Age of the oldest entry of the log. */
  oldestLogMs: promql({
    expr: 'max by (pod) (consul_raft_leader_oldestLogAge{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["consul_raft_leader_oldestLogAge"],
  }),
  memoryBytes: promql({
    expr: 'max by (pod) (consul_runtime_alloc_bytes{namespace=~"$namespace"})',
    variables: ["namespace"],
    metrics: ["consul_runtime_alloc_bytes"],
  }),
} as const satisfies Expressions;
