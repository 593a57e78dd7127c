import { z } from "zod";
import { hostAndPortFlaw } from "./addresses";
import { secretText } from "./fields";
import { checkedText, matching, type Flaw } from "./flaws";
import { grafanaSecretFlaw } from "./grafanaValues";
import { authorities } from "./pem";
import { secretKey } from "./schemaPasswords";

const advice = "give the user another password";

const mysqlPasswordFlaw = (password: string) => grafanaSecretFlaw(password, advice);

/** Grafana writes it into a line of `key=value` as it is, in which these end a value. */
const postgresPasswordFlaw = (password: string): Flaw | undefined =>
  /[\s'\\]/.test(password)
    ? {
        got: "a text with one of these",
        expected: String.raw`a secret without spaces, ' and \ (value not shown)`,
        advice,
      }
    : mysqlPasswordFlaw(password);

function databaseHostFlaw(host: string): Flaw | undefined {
  const flaw = hostAndPortFlaw(host);
  return flaw === undefined && /^(?:localhost|127\.[\d.]+|\[::1\]):/i.test(host)
    ? { expected: "the server as pods reach it: localhost is Grafana's own pod" }
    : flaw;
}

const members = (
  server: string,
  port: number,
  passwordFlaw: (text: string) => Flaw | undefined,
) => ({
  host: checkedText(databaseHostFlaw)
    .meta({ examples: [`${server.toLowerCase()}.databases.svc:${port}`] })
    .describe(`host:port of the ${server} server.`),
  name: checkedText(matching(/^[\w-]{1,63}$/, { expected: "1 to 63 of A-Za-z0-9 _ -" }))
    .default("grafana")
    .describe("The database. It must be there; Grafana makes its tables."),
  user: checkedText(matching(/^[\w.@-]{1,63}$/, { expected: "1 to 63 of A-Za-z0-9 _ . @ -" }))
    .default("grafana")
    .describe("Who may make tables in it."),
  password: secretText(passwordFlaw).optional().describe("The user's password."),
  passwordSecret: secretKey("the user's password, in place of password."),
  caCertificate: authorities()
    .optional()
    .describe(
      "PEM of the CAs that may have signed the server's certificate. Unset: those that the image trusts.",
    ),
});

const postgres = z.strictObject({
  kind: z.literal("postgres").describe("PostgreSQL."),
  ...members("PostgreSQL", 5432, postgresPasswordFlaw),
  sslMode: z
    .enum(["disable", "require", "verify-ca", "verify-full"])
    .default("verify-full")
    .describe(
      "disable: plain text. require: encrypted, with whoever answers. verify-ca: by a CA's certificate. verify-full: for this host.",
    ),
});

const mysql = z.strictObject({
  kind: z.literal("mysql").describe("MySQL."),
  ...members("MySQL", 3306, mysqlPasswordFlaw),
  sslMode: z
    .enum(["disable", "require", "verify-full"])
    .default("verify-full")
    .describe(
      "disable: plain text. require: encrypted, with whoever answers. verify-full: by a CA's certificate for serverName.",
    ),
  serverName: checkedText(
    matching(/^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/, {
      expected: "the name in a certificate, without a port",
    }),
  )
    .meta({ examples: ["mysql.example.com"] })
    .optional()
    .describe("Name in the server's certificate. Unset: that of host."),
});

/**
 * Where Grafana keeps users and dashboards, if not in a file of its own.
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#database
 */
export const grafanaDatabaseSchema = () =>
  z
    .discriminatedUnion("kind", [postgres, mysql])
    .optional()
    .describe(
      "A server for users and own dashboards. Unset: a file, on the volume if there is one.",
    );

export type GrafanaDatabaseSettings = NonNullable<
  z.output<ReturnType<typeof grafanaDatabaseSchema>>
>;
