import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import { databaseEnv } from "../../components/grafana/grafanaDatabase";
import { grafanaPaths } from "../../components/grafana/grafanaEnv";
import type { GrafanaDatabaseSettings } from "../../components/settings/schema";
import type { Areas } from "../settings/badInput";
import { certificates } from "../support/certificateTexts";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { deploy, meta, nameOf, podOf, prod, types } from "./fixtures";

const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const password = "hunter2-of-the-database";
const postgres = { kind: "postgres", host: "postgres.databases.svc:5432", password };

const settingsWith = (database: Areas, more: Areas = {}) =>
  prodSettings({ grafana: { database, ...more } });

const deployWith = (...args: Parameters<typeof settingsWith>) =>
  deploy(settingsWith(...args), prod);

describe("what Grafana is told of its database", () => {
  const envOf = (database: Areas) =>
    databaseEnv(settingsWith(database).grafana.database as GrafanaDatabaseSettings, grafanaPaths);
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

describe("the password", () => {
  const generated = {
    "admin-password": "password-of-grafana-admin-password",
    "loki-read-password": "a password to read with",
    "secret-key": "password-of-grafana-secret-key",
  };

  test("that is given is in Grafana's Secret and nowhere else", async () => {
    const evaluation = await deployWith(postgres);
    const { inputs, secretPaths } = resourceOf(evaluation, types.secret, "grafana-credentials");
    const others = evaluation.resources.filter(({ name }) => name !== "grafana-credentials");
    expect(inputs["stringData"]).toEqual({ ...generated, "database-password": password });
    expect(secretPaths).toEqual(["stringData"]);
    expect(JSON.stringify(others.map((resource) => resource.inputs))).not.toContain(password);
  });

  test("that somebody else keeps is mounted from where it is", async () => {
    const { password: _, ...without } = postgres;
    const evaluation = await deployWith({ ...without, passwordSecret: { name: "acme-database" } });
    const own = inputsOf(evaluation, types.secret, "grafana-credentials");
    const secrets = podOf(evaluation).volumes.find(({ name }) => name === "secrets");
    expect(own["stringData"]).toEqual(generated);
    expect(secrets).toMatchObject({
      projected: {
        sources: [
          { secret: { name: nameOf(evaluation, types.secret, "grafana-credentials") } },
          {
            secret: {
              name: "acme-database",
              items: [{ key: "password", path: "database-password" }],
            },
          },
        ],
      },
    });
  });
});

describe("the pods", () => {
  const mountsOf = (evaluation: Parameters<typeof podOf>[0]) =>
    podOf(evaluation).containers[0]["volumeMounts"] as { name: string }[];

  test("have no volume that is kept, and a new one is ready before the old one goes", async () => {
    const evaluation = await deployWith(postgres);
    const { spec } = inputsOf(evaluation, types.deployment, "grafana");
    expect(inventory(evaluation).filter((name) => name.startsWith(types.claim))).toEqual([]);
    expect(spec).toMatchObject({
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    expect(podOf(evaluation).volumes.find(({ name }) => name === "data")).toEqual({
      name: "data",
      emptyDir: { sizeLimit: "1Gi" },
    });
  });

  test("mount the CA that the settings give, roll when it changes, and wait for it", async () => {
    const evaluation = await deployWith({ ...postgres, caCertificate: certificates.authority });
    const files = { "ca.crt": certificates.authority };
    const name = `grafana-database-ca-${contentHash(files)}`;
    const object = inputsOf(evaluation, types.configMap, "grafana-database-ca");
    expect(object).toMatchObject({ metadata: meta(name), data: files });
    expect(podOf(evaluation).volumes).toContainEqual({ name: "database-ca", configMap: { name } });
    expect(mountsOf(evaluation)).toContainEqual({
      name: "database-ca",
      mountPath: "/etc/grafana/database-ca",
      readOnly: true,
    });
    const { dependencies } = resourceOf(evaluation, types.deployment, "grafana");
    expect(dependencies).toContain(`${types.configMap}::grafana-database-ca`);
    expect(mountsOf(await deployWith(postgres)).map((mount) => mount.name)).not.toContain(
      "database-ca",
    );
  });
});

describe("several replicas", () => {
  const several = () => deployWith(postgres, { replicas: 3 });

  test("are spread, and one at a time may be evicted", async () => {
    const evaluation = await several();
    const { spec } = inputsOf(evaluation, types.deployment, "grafana");
    const labelSelector = { matchLabels: selectorLabels("grafana") };
    expect(spec).toMatchObject({ replicas: 3, strategy: { type: "RollingUpdate" } });
    expect(podOf(evaluation)).toMatchObject({
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector } },
          ],
        },
      },
      topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone", labelSelector }],
    });
    expect(inputsOf(evaluation, budget, "grafana")["spec"]).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: labelSelector,
    });
  });

  test("tell each other what they have sent, over TCP and UDP", async () => {
    const evaluation = await several();
    const container = podOf(evaluation).containers[0] as {
      ports: unknown;
      env: { name: string; value?: string }[];
    };
    const at = container.env.findIndex(({ name }) => name === "POD_IP");
    expect(container.env.slice(at)).toEqual([
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "GF_UNIFIED_ALERTING_HA_PEERS", value: "grafana-headless.loki.svc:9094" },
      { name: "GF_UNIFIED_ALERTING_HA_LISTEN_ADDRESS", value: "[$(POD_IP)]:9094" },
      { name: "GF_UNIFIED_ALERTING_HA_ADVERTISE_ADDRESS", value: "[$(POD_IP)]:9094" },
      { name: "GF_UNIFIED_ALERTING_HA_LABEL", value: "grafana.loki" },
      { name: "GF_UNIFIED_ALERTING_HA_RECONNECT_TIMEOUT", value: "2m" },
    ]);
    expect(container.ports).toEqual([
      { name: "http", containerPort: 3000 },
      { name: "alerting-tcp", containerPort: 9094 },
      { name: "alerting-udp", containerPort: 9094, protocol: "UDP" },
    ]);
    expect(inputsOf(evaluation, types.service, "grafana-headless")).toMatchObject({
      metadata: { name: "grafana-headless", namespace: "loki", labels: labels("grafana") },
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: selectorLabels("grafana"),
        ports: [
          { name: "alerting-tcp", port: 9094 },
          { name: "alerting-udp", port: 9094, protocol: "UDP" },
        ],
      },
    });
  });

  test("are what one alone is not", async () => {
    const evaluation = await deployWith(postgres);
    const more = inventory(await several()).filter((name) => !inventory(evaluation).includes(name));
    const { env } = podOf(evaluation).containers[0] as { env: { name: string }[] };
    expect(more.sort()).toEqual(
      [`${types.service}::grafana-headless`, `${budget}::grafana`].sort(),
    );
    expect(env.map(({ name }) => name).filter((name) => /POD_IP|_HA_/.test(name))).toEqual([]);
    expect(podOf(evaluation)).not.toHaveProperty("affinity");
  });
});
