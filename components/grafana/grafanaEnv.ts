import type * as k8s from "@pulumi/kubernetes";
import { goMemoryLimit } from "../kubernetes";
import { grafanaAddress } from "../settings/exposure";
import type { GrafanaSettings } from "../settings/schema";
import { databaseEnv } from "./grafanaDatabase";
import { oauthEnv } from "./grafanaOauth";

/** Where Grafana's container finds its files. */
export const grafanaPaths = {
  data: "/var/lib/grafana",
  datasources: "/etc/grafana/provisioning/datasources",
  alerting: "/etc/grafana/provisioning/alerting",
  dashboardProviders: "/etc/grafana/provisioning/dashboards",
  dashboards: "/etc/grafana/dashboards",
  secrets: "/etc/grafana/secrets",
  databaseCa: "/etc/grafana/database-ca",
} as const;

export interface GrafanaEnvArgs {
  readonly settings: GrafanaSettings;
  /** Addresses of the data sources: Grafana's proxy leads nowhere else. */
  readonly datasourceUrls: readonly string[];
}

/**
 * Grafana's settings. `GF_<SECTION>_<KEY>` stands for a key of grafana.ini; with `__FILE` the image
 * reads the value from a file.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export function grafanaEnv(args: GrafanaEnvArgs): k8s.types.input.core.v1.EnvVar[] {
  const { settings, datasourceUrls } = args;
  const { oauth, database } = settings;
  const address = grafanaAddress(settings);
  // What the provider sends back must bring the cookie along that was set before.
  const sameSite = oauth === undefined ? "strict" : "lax";
  const values: Record<string, string> = {
    GF_SERVER_ROOT_URL: address,
    GF_LOG_MODE: "console",
    ...credentials(settings),
    ...hardening(address, datasourceUrls, sameSite),
    ...(oauth === undefined ? {} : oauthEnv(oauth, grafanaPaths.secrets)),
    ...(database === undefined ? {} : databaseEnv(database, grafanaPaths)),
    ...noCallsHome,
    ...bundledPluginsOnly,
  };
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    goMemoryLimit(settings.resources),
  ];
}

function credentials({ adminUser }: GrafanaSettings) {
  return {
    GF_SECURITY_ADMIN_USER: adminUser,
    GF_SECURITY_ADMIN_PASSWORD__FILE: `${grafanaPaths.secrets}/admin-password`,
    // Encrypts what Grafana stores; the default is the same in every installation.
    GF_SECURITY_SECRET_KEY__FILE: `${grafanaPaths.secrets}/secret-key`,
  };
}

function hardening(url: string, datasourceUrls: readonly string[], sameSite: "strict" | "lax") {
  // Over plain HTTP a browser would not send a secure cookie back, so nobody could log in.
  const https = String(url.startsWith("https://"));
  return {
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_USERS_ALLOW_ORG_CREATE: "false",
    GF_USERS_VIEWERS_CAN_EDIT: "false",
    GF_SECURITY_COOKIE_SECURE: https,
    GF_SECURITY_COOKIE_SAMESITE: sameSite,
    GF_SECURITY_STRICT_TRANSPORT_SECURITY: https,
    GF_SECURITY_CONTENT_SECURITY_POLICY: "true",
    GF_SECURITY_DATA_SOURCE_PROXY_WHITELIST: datasourceUrls.map(hostAndPort).join(" "),
    GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
  };
}

const noCallsHome = {
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  GF_SECURITY_DISABLE_GRAVATAR: "true",
};

const bundledPluginsOnly = {
  // Loki and Tempo are plugins in the image. On a read-only root an update stops them, fails and
  // leaves them unregistered: https://github.com/grafana/grafana/issues/132528
  GF_PLUGINS_PREINSTALL_AUTO_UPDATE: "false",
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
};

/** As Grafana compares it: the text between scheme and path, a default port only if it is written. */
function hostAndPort(url: string): string {
  return url.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}
