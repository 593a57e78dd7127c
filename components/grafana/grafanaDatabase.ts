import { isIP } from "node:net";
import type { PasswordFile } from "../passwordFiles";
import type { GrafanaDatabaseSettings } from "../settings/schema";

/** Name of the file with the password of the database's user, among Grafana's secrets. */
const passwordFile = "database-password";

/** Name of the file with the CAs of the database's certificate. */
export const databaseCaFile = "ca.crt";

/** Where both of the image's variants keep the CAs that everybody trusts. */
const imageAuthorities = "/etc/ssl/certs/ca-certificates.crt";

/** Seconds that a pod waits for another one which makes or changes the tables. */
const migrationSeconds = 300;

/** What Grafana calls the modes for MySQL. */
const mysqlModes = { disable: "false", require: "skip-verify", "verify-full": "true" } as const;

/**
 * The section `database` of grafana.ini.
 * @param folders of the secrets, and of the CA's certificate
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#database
 */
export function databaseEnv(
  database: GrafanaDatabaseSettings,
  folders: { readonly secrets: string; readonly databaseCa: string },
): Record<string, string> {
  const { kind, host, name, user, caCertificate } = database;
  const ownAuthorities =
    caCertificate === undefined ? undefined : `${folders.databaseCa}/${databaseCaFile}`;
  const values: Record<string, string | undefined> = {
    TYPE: kind,
    HOST: host,
    NAME: name,
    USER: user,
    PASSWORD__FILE: `${folders.secrets}/${passwordFile}`,
    ...(database.kind === "mysql"
      ? mysqlEnv(database, ownAuthorities)
      : { SSL_MODE: database.sslMode, CA_CERT_PATH: ownAuthorities }),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[`GF_DATABASE_${key}`, value]],
    ),
  );
}

function mysqlEnv(
  { host, sslMode, serverName }: Extract<GrafanaDatabaseSettings, { kind: "mysql" }>,
  ownAuthorities: string | undefined,
): Record<string, string | undefined> {
  const encrypted = sslMode !== "disable";
  return {
    SSL_MODE: mysqlModes[sslMode],
    // Grafana reads the file in either encrypted mode, and does not start without one.
    CA_CERT_PATH: encrypted ? (ownAuthorities ?? imageAuthorities) : undefined,
    // Nor without a name to verify.
    SERVER_CERT_NAME: sslMode === "verify-full" ? (serverName ?? hostOf(host)) : undefined,
    LOCKING_ATTEMPT_TIMEOUT_SEC: String(migrationSeconds),
  };
}

/** Without its port, and an address without the brackets that only an address and port need. */
function hostOf(host: string): string {
  const name = host.replace(/:\d+$/, "");
  const address = name.replace(/^\[|\]$/g, "");
  return isIP(address) === 6 ? address : name;
}

/** The file of the password, among Grafana's secrets. The settings name one place of it. */
export function databasePassword(
  database: GrafanaDatabaseSettings | undefined,
): readonly PasswordFile[] {
  const { password, passwordSecret } = database ?? {};
  if (passwordSecret !== undefined) {
    const { name, key } = passwordSecret;
    return [[passwordFile, { passwordFrom: { secretName: name, key } }]];
  }
  return password === undefined ? [] : [[passwordFile, { password }]];
}
