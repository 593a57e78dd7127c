/** Metrics that a program shows only once something has happened, which does not happen in the test. */
export const onlyAfter: Readonly<Record<string, string>> = {
  // Loki 3.7.6, pkg/validation/validate.go:118 and 128: vectors of reason and tenant; nothing was refused yet.
  loki_discarded_samples_total: "a line was refused",
  loki_discarded_bytes_total: "a line was refused",
  // pkg/ingester/metrics.go:258: a vector of reasons, and a chunk is idle for half an hour first.
  loki_ingester_chunks_flushed_total: "a chunk was flushed",
  // pkg/compactor/metrics.go:28: a vector of statuses. The first run comes ten minutes after the start.
  loki_boltdb_shipper_compact_tables_operation_total: "the compactor has run",
  // clients/pkg/promtail/targets/file/metrics.go:49: a vector of reasons.
  promtail_targets_failed_total: "a file could not be followed",
};

/** Expressions that give nothing until something has happened, of metrics that are there. */
export const emptyUntil: Readonly<Record<string, string>> = {
  // Gauges that are 0 until the compactor has run: ten minutes after the start.
  "loki.sinceCompaction": "the compactor has run",
  "loki.sinceRetention": "the compactor has run",
  // A summary has no quantiles while nothing is observed: NaN, which is left out.
  "consul.lastContactMs": "a follower has heard the leader: here is one server",
  "consul.commitMs": "something was written in the last ten seconds: here no ring writes",
};
