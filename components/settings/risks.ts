/** What weakens a production stack, by the setting that does. */
export const riskNames = [
  "gateway.enabled",
  "gateway.expose.tls",
  "grafana.expose.tls",
  "grafana.database.sslMode",
  "network.policies",
  "network.gatewayClientCidrs",
  "network.grafanaClientCidrs",
  "collector.redaction.preset",
  "tenants.redaction",
  "storage.credentials",
  "storage.protect",
  "tracing.storage.credentials",
  "tracing.storage.protect",
  "images.requireDigests",
] as const;

export type RiskName = (typeof riskNames)[number];
