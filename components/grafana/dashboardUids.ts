/** Part of links and alerts: a dashboard that changes its uid breaks them. */
export const dashboardUids = {
  logVolume: "fraiseql-log-volume",
  errors: "fraiseql-errors",
  performance: "fraiseql-performance",
  service: "fraiseql-service",
  loki: "fraiseql-loki",
  collector: "fraiseql-collector",
  consul: "fraiseql-consul",
  canary: "fraiseql-canary",
} as const;
