/**
 * The keys of Grafana's configuration that the program sets, by section. Grafana reads no variable of the
 * environment for a key that its own defaults do not have, and says nothing of it.
 *
 * Each was looked up in conf/defaults.ini of grafana/grafana at 13.1.0-pre (in a fork, at
 * capyai-agent-test2/grafana@2c7deb069639c622bc01c3febc91cf3378d66d56), those of `plugins` also in
 * pkg/setting/setting_plugins.go of grafana/grafana@0a8a924c187bd8d51ce56a9d7fcdd89d28a122ca (August 2026).
 * @see https://github.com/grafana/grafana/blob/v13.2.0/conf/defaults.ini
 */
export const grafanaKeys = {
  analytics: ["check_for_plugin_updates", "check_for_updates", "reporting_enabled"],
  "auth.anonymous": ["enabled"],
  "auth.generic_oauth": [
    "allow_assign_grafana_admin",
    "allow_sign_up",
    "allowed_domains",
    "allowed_groups",
    "api_url",
    "auth_url",
    "auto_login",
    "client_id",
    "client_secret",
    "enabled",
    "groups_attribute_path",
    "name",
    "role_attribute_path",
    "role_attribute_strict",
    "scopes",
    "signout_redirect_url",
    "skip_org_role_sync",
    "token_url",
    "use_pkce",
  ],
  database: [
    "ca_cert_path",
    "host",
    "locking_attempt_timeout_sec",
    "name",
    "password",
    "server_cert_name",
    "ssl_mode",
    "type",
    "user",
  ],
  log: ["mode"],
  news: ["news_feed_enabled"],
  plugins: [
    "plugin_admin_enabled",
    "preinstall_auto_update",
    "preinstall_disabled",
    "public_key_retrieval_disabled",
  ],
  security: [
    "admin_password",
    "admin_user",
    "content_security_policy",
    "cookie_samesite",
    "cookie_secure",
    "data_source_proxy_whitelist",
    "disable_gravatar",
    "secret_key",
    "strict_transport_security",
  ],
  server: ["root_url"],
  snapshots: ["external_enabled"],
  unified_alerting: [
    "ha_advertise_address",
    "ha_label",
    "ha_listen_address",
    "ha_peers",
    "ha_reconnect_timeout",
  ],
  users: ["allow_org_create", "allow_sign_up", "viewers_can_edit"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The variable that stands for a key. @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#override-configuration-with-environment-variables */
export const variableOf = (section: string, key: string) =>
  `GF_${section}_${key}`.replace(/[.-]/g, "_").toUpperCase();
