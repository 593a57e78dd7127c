import type { OauthSettings } from "../settings/schema";

/** Name of the file with the client's secret among Grafana's secrets. */
export const clientSecretFile = "oauth-client-secret";

/**
 * The section `auth.generic_oauth` of grafana.ini. Grafana makes a user of whoever it lets in.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
 */
export function oauthEnv(oauth: OauthSettings, secretsFolder: string): Record<string, string> {
  const { groupsAttributePath, roleAttributePath, signoutRedirectUrl } = oauth;
  const values: Record<string, string | undefined> = {
    ENABLED: "true",
    NAME: oauth.name,
    CLIENT_ID: oauth.clientId,
    CLIENT_SECRET__FILE: `${secretsFolder}/${clientSecretFile}`,
    AUTH_URL: oauth.authUrl,
    TOKEN_URL: oauth.tokenUrl,
    API_URL: oauth.apiUrl,
    SCOPES: oauth.scopes.join(" "),
    USE_PKCE: String(oauth.usePkce),
    ALLOW_SIGN_UP: "true",
    AUTO_LOGIN: String(oauth.autoLogin),
    ALLOWED_DOMAINS: list(oauth.allowedDomains),
    ALLOWED_GROUPS: list(oauth.allowedGroups),
    GROUPS_ATTRIBUTE_PATH: groupsAttributePath,
    ROLE_ATTRIBUTE_PATH: roleAttributePath,
    ALLOW_ASSIGN_GRAFANA_ADMIN: String(oauth.allowAssignGrafanaAdmin),
    ROLE_ATTRIBUTE_STRICT: String(oauth.roleAttributeStrict),
    // Else a role that somebody was given in Grafana would be lost at the next sign-in.
    SKIP_ORG_ROLE_SYNC: String(roleAttributePath === undefined),
    SIGNOUT_REDIRECT_URL: signoutRedirectUrl,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[`GF_AUTH_GENERIC_OAUTH_${key}`, value]],
    ),
  );
}

/** As JSON, in which the name of a group may have spaces and commas. */
const list = (texts: readonly string[]) => (texts.length === 0 ? undefined : JSON.stringify(texts));
