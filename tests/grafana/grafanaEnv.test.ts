import { grafanaEnv } from "../../components/grafana/grafanaEnv";
import { devSettings } from "../support/settings";

const urls = ["http://loki.loki.svc:3100", "http://tempo.loki.svc:3200"];

const env = (
  grafana: Record<string, unknown> = {},
  datasourceUrls: readonly string[] = urls,
): Record<string, unknown> =>
  Object.fromEntries(
    grafanaEnv({ settings: devSettings({ grafana }).grafana, datasourceUrls }).map(
      ({ name, value }) => [name as string, value],
    ),
  );

test("every setting of Grafana", () => {
  expect(env()).toEqual({
    GF_SERVER_ROOT_URL: "http://localhost:3000",
    GF_LOG_MODE: "console",
    GF_SECURITY_ADMIN_USER: "admin",
    GF_SECURITY_ADMIN_PASSWORD__FILE: "/etc/grafana/secrets/admin-password",
    GF_SECURITY_SECRET_KEY__FILE: "/etc/grafana/secrets/secret-key",
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_USERS_ALLOW_ORG_CREATE: "false",
    GF_USERS_VIEWERS_CAN_EDIT: "false",
    GF_SECURITY_COOKIE_SECURE: "false",
    GF_SECURITY_COOKIE_SAMESITE: "strict",
    GF_SECURITY_STRICT_TRANSPORT_SECURITY: "false",
    GF_SECURITY_CONTENT_SECURITY_POLICY: "true",
    GF_SECURITY_DATA_SOURCE_PROXY_WHITELIST: "loki.loki.svc:3100 tempo.loki.svc:3200",
    GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
    GF_NEWS_NEWS_FEED_ENABLED: "false",
    GF_SECURITY_DISABLE_GRAVATAR: "true",
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE: "false",
    GF_PLUGINS_PREINSTALL_DISABLED: "true",
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
    // 85 % of 512Mi.
    GOMEMLIMIT: "456340275",
  });
});

test("behind HTTPS the cookie is secure and browsers are told to stay", () => {
  const url = "https://grafana.example.com";
  expect(env({ url })).toEqual({
    ...env(),
    GF_SERVER_ROOT_URL: url,
    GF_SECURITY_COOKIE_SECURE: "true",
    GF_SECURITY_STRICT_TRANSPORT_SECURITY: "true",
  });
});

test("what is exposed is at the address of its host", () => {
  const expose = { kind: "ingress", host: "grafana.example.com", tls: "elsewhere" };
  expect(env({ expose })).toEqual(env({ url: "https://grafana.example.com" }));
  expect(env({ expose: { ...expose, tls: "off" } })).toEqual(
    env({ url: "http://grafana.example.com" }),
  );
});

const oauth = {
  clientId: "grafana",
  clientSecret: "hunter2",
  authUrl: "https://sso.example.com/authorize",
  tokenUrl: "https://sso.example.com/token",
  apiUrl: "https://sso.example.com/userinfo",
};

test("signing in with an account elsewhere, with the smallest settings", () => {
  expect(env({ oauth })).toEqual({
    ...env(),
    // A strict cookie would not come back with the answer of the provider.
    GF_SECURITY_COOKIE_SAMESITE: "lax",
    GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
    GF_AUTH_GENERIC_OAUTH_NAME: "OAuth",
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: "grafana",
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE: "/etc/grafana/secrets/oauth-client-secret",
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: "https://sso.example.com/authorize",
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL: "https://sso.example.com/token",
    GF_AUTH_GENERIC_OAUTH_API_URL: "https://sso.example.com/userinfo",
    GF_AUTH_GENERIC_OAUTH_SCOPES: "openid profile email",
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: "true",
    GF_AUTH_GENERIC_OAUTH_ALLOW_SIGN_UP: "true",
    GF_AUTH_GENERIC_OAUTH_AUTO_LOGIN: "false",
    GF_AUTH_GENERIC_OAUTH_ALLOW_ASSIGN_GRAFANA_ADMIN: "false",
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT: "false",
    GF_AUTH_GENERIC_OAUTH_SKIP_ORG_ROLE_SYNC: "true",
  });
});

test("signing in with an account elsewhere, with every setting", () => {
  const roleAttributePath = "contains(groups[*], 'admins') && 'Admin'";
  const more = {
    name: "Acme",
    scopes: ["openid", "groups"],
    allowedDomains: ["example.com", "example.org"],
    allowedGroups: ["logs, all of them", 'the "few"'],
    groupsAttributePath: "groups",
    roleAttributePath,
    roleAttributeStrict: true,
    allowAssignGrafanaAdmin: true,
    usePkce: false,
    autoLogin: true,
    signoutRedirectUrl: "https://sso.example.com/logout",
  };
  expect(env({ oauth: { ...oauth, ...more } })).toEqual({
    ...env({ oauth }),
    GF_AUTH_GENERIC_OAUTH_NAME: "Acme",
    GF_AUTH_GENERIC_OAUTH_SCOPES: "openid groups",
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: "false",
    GF_AUTH_GENERIC_OAUTH_AUTO_LOGIN: "true",
    GF_AUTH_GENERIC_OAUTH_ALLOWED_DOMAINS: '["example.com","example.org"]',
    GF_AUTH_GENERIC_OAUTH_ALLOWED_GROUPS: String.raw`["logs, all of them","the \"few\""]`,
    GF_AUTH_GENERIC_OAUTH_GROUPS_ATTRIBUTE_PATH: "groups",
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: roleAttributePath,
    GF_AUTH_GENERIC_OAUTH_ALLOW_ASSIGN_GRAFANA_ADMIN: "true",
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT: "true",
    GF_AUTH_GENERIC_OAUTH_SKIP_ORG_ROLE_SYNC: "false",
    GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL: "https://sso.example.com/logout",
  });
});

test("the administrator has the name that the settings give", () => {
  expect(env({ adminUser: "ops" })["GF_SECURITY_ADMIN_USER"]).toBe("ops");
});

test.each([
  [["http://loki:3100"], "loki:3100"],
  [["https://loki.example.com/prefix"], "loki.example.com"],
  [["http://a:80", "https://b:443/x/y"], "a:80 b:443"],
])("the proxy for %j leads to %s only", (datasourceUrls, expected) => {
  expect(env({}, datasourceUrls)["GF_SECURITY_DATA_SOURCE_PROXY_WHITELIST"]).toBe(expected);
});
