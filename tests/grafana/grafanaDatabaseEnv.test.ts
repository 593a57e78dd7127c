import { databaseEnv } from "../../components/grafana/grafanaDatabase";
import { grafanaPaths } from "../../components/grafana/grafanaEnv";
import type { GrafanaDatabaseSettings } from "../../components/settings/schema";
import type { Areas } from "../settings/badInput";
import { certificates } from "../support/certificateTexts";
import { prodSettings } from "../support/settings";

const password = "hunter2-of-the-database";
const postgres = { kind: "postgres", host: "postgres.databases.svc:5432", password };

describe("what Grafana is told of its database", () => {
  const envOf = (database: Areas) =>
    databaseEnv(
      prodSettings({ grafana: { database } }).grafana.database as GrafanaDatabaseSettings,
      grafanaPaths,
    );
  const shared = {
    GF_DATABASE_NAME: "grafana",
    GF_DATABASE_USER: "grafana",
    GF_DATABASE_PASSWORD__FILE: "/etc/grafana/secrets/database-password",
  };

  test.each([
    ["as the settings are", {}, { GF_DATABASE_SSL_MODE: "verify-full" }],
    ["in plain text", { sslMode: "disable" }, { GF_DATABASE_SSL_MODE: "disable" }],
    [
      "by its own CA",
      { sslMode: "verify-ca", caCertificate: certificates.authority },
      {
        GF_DATABASE_SSL_MODE: "verify-ca",
        GF_DATABASE_CA_CERT_PATH: "/etc/grafana/database-ca/ca.crt",
      },
    ],
    [
      "under other names",
      { name: "logs", user: "logs@acme" },
      {
        GF_DATABASE_NAME: "logs",
        GF_DATABASE_USER: "logs@acme",
        GF_DATABASE_SSL_MODE: "verify-full",
      },
    ],
  ])("PostgreSQL %s", (_, changes, expected) => {
    expect(envOf({ ...postgres, ...changes })).toEqual({
      GF_DATABASE_TYPE: "postgres",
      GF_DATABASE_HOST: "postgres.databases.svc:5432",
      ...shared,
      ...expected,
    });
  });

  const imageCas = "/etc/ssl/certs/ca-certificates.crt";
  test.each([
    [
      "verified, which takes a CA and a name",
      {},
      {
        GF_DATABASE_SSL_MODE: "true",
        GF_DATABASE_CA_CERT_PATH: imageCas,
        GF_DATABASE_SERVER_CERT_NAME: "mysql.example.com",
      },
    ],
    [
      "verified by another CA and name",
      { caCertificate: certificates.authority, serverName: "db" },
      {
        GF_DATABASE_SSL_MODE: "true",
        GF_DATABASE_CA_CERT_PATH: "/etc/grafana/database-ca/ca.crt",
        GF_DATABASE_SERVER_CERT_NAME: "db",
      },
    ],
    [
      "at an address",
      { host: "[fd00::7]:3306" },
      {
        GF_DATABASE_HOST: "[fd00::7]:3306",
        GF_DATABASE_SSL_MODE: "true",
        GF_DATABASE_CA_CERT_PATH: imageCas,
        GF_DATABASE_SERVER_CERT_NAME: "fd00::7",
      },
    ],
    [
      "with whoever answers, which takes a CA too",
      { sslMode: "require" },
      { GF_DATABASE_SSL_MODE: "skip-verify", GF_DATABASE_CA_CERT_PATH: imageCas },
    ],
    ["in plain text", { sslMode: "disable" }, { GF_DATABASE_SSL_MODE: "false" }],
  ])("MySQL %s", (_, changes, expected) => {
    expect(envOf({ kind: "mysql", host: "mysql.example.com:3306", password, ...changes })).toEqual({
      GF_DATABASE_TYPE: "mysql",
      GF_DATABASE_HOST: "mysql.example.com:3306",
      GF_DATABASE_LOCKING_ATTEMPT_TIMEOUT_SEC: "300",
      ...shared,
      ...expected,
    });
  });
});
