import * as pulumi from "@pulumi/pulumi";
import { Grafana, type GrafanaArgs } from "../../components/grafana/grafana";
import { contentHash, labels, selectorLabels } from "../../components/kubernetes";
import type { Settings } from "../../components/settings/schema";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, record, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";

const component = "fraiseql-loki:grafana:Grafana::grafana";
const types = {
  account: "kubernetes:core/v1:ServiceAccount",
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  configMap: "kubernetes:core/v1:ConfigMap",
  deployment: "kubernetes:apps/v1:Deployment",
  password: "random:index/randomPassword:RandomPassword",
  secret: "kubernetes:core/v1:Secret",
  service: "kubernetes:core/v1:Service",
};

const dev: Omit<GrafanaArgs, "settings" | "images" | "namespace"> = {
  loki: { url: "http://loki.loki.svc:3100", queryTimeout: "5m" },
  tempoUrl: "http://tempo.loki.svc:3200",
};
const readPassword = "a password to read with";
const prod: typeof dev = {
  loki: {
    url: "http://loki-gateway.loki.svc:8080",
    queryTimeout: "5m",
    basicAuth: { user: "fraiseql-read", password: readPassword },
  },
};

const deploy = ({ namespace, grafana, images }: Settings, args: typeof dev, preview = false) =>
  record(
    () => {
      const created = new Grafana("grafana", { namespace, settings: grafana, images, ...args });
      const { url, adminUser, adminPassword } = created;
      return { url, adminUser, adminPassword };
    },
    { preview },
  );

interface Pod {
  containers: [Record<string, unknown>];
  volumes: { name: string }[];
}

function podOf(evaluation: Evaluation): Pod {
  const { spec } = inputsOf(evaluation, types.deployment, "grafana") as {
    spec: { template: { spec: Pod } };
  };
  return spec.template.spec;
}

const nameOf = (evaluation: Evaluation, type: string, name: string) =>
  (inputsOf(evaluation, type, name) as { metadata: { name: string } }).metadata.name;

const devInventory = [
  component,
  `${types.deployment}::grafana`,
  `${types.configMap}::grafana-datasources`,
  `${types.secret}::grafana-credentials`,
  `${types.service}::grafana`,
  `${types.account}::grafana`,
  `${types.password}::grafana-admin-password`,
  `${types.password}::grafana-secret-key`,
].sort();

const meta = (name: string) => ({ name, namespace: "loki", labels: labels("grafana") });

describe("what is registered", () => {
  test.each([
    ["dev", devSettings(), dev, devInventory],
    ["prod", prodSettings(), prod, [...devInventory, `${types.claim}::grafana-data`].sort()],
  ])("%s, and the same in a preview", async (_, settings, args, expected) => {
    expect(inventory(await deploy(settings, args)).sort()).toEqual(expected);
    expect(inventory(await deploy(settings, args, true)).sort()).toEqual(expected);
  });

  test("all of it belongs to the component", async () => {
    const { resources } = await deploy(prodSettings(), prod);
    const children = resources.filter(({ custom }) => custom);
    expect(children.map(({ parent }) => parent)).toEqual(children.map(() => component));
  });

  test("only the volume outlives the stack", async () => {
    const { resources } = await deploy(prodSettings(), prod);
    const kept = resources.filter(({ retainOnDelete }) => retainOnDelete);
    expect(kept.map(({ name }) => name)).toEqual(["grafana-data"]);
  });
});

describe("the Deployment", () => {
  test("of dev, whole", async () => {
    const evaluation = await deploy(devSettings(), dev);
    const { spec, metadata } = inputsOf(evaluation, types.deployment, "grafana");
    const health = { httpGet: { path: "/api/health", port: "http" } };
    expect(metadata).toEqual(meta("grafana"));
    expect(spec).toEqual({
      replicas: 1,
      minReadySeconds: 5,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: selectorLabels("grafana") },
      template: {
        metadata: { labels: labels("grafana") },
        spec: {
          serviceAccountName: "grafana",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 10_003,
            runAsGroup: 10_003,
            fsGroup: 10_003,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "grafana",
              image: "docker.io/grafana/grafana:13.2.0",
              env: podOf(evaluation).containers[0]["env"],
              ports: [{ name: "http", containerPort: 3000 }],
              startupProbe: { ...health, periodSeconds: 2, failureThreshold: 300 },
              readinessProbe: {
                ...health,
                periodSeconds: 5,
                timeoutSeconds: 3,
                failureThreshold: 3,
              },
              livenessProbe: {
                ...health,
                periodSeconds: 15,
                timeoutSeconds: 5,
                failureThreshold: 6,
              },
              resources: {
                requests: { cpu: "100m", memory: "256Mi" },
                limits: { memory: "512Mi" },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "data", mountPath: "/var/lib/grafana" },
                {
                  name: "datasources",
                  mountPath: "/etc/grafana/provisioning/datasources",
                  readOnly: true,
                },
                { name: "secrets", mountPath: "/etc/grafana/secrets", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "data", emptyDir: { sizeLimit: "1Gi" } },
            {
              name: "datasources",
              configMap: { name: nameOf(evaluation, types.configMap, "grafana-datasources") },
            },
            {
              name: "secrets",
              secret: {
                secretName: nameOf(evaluation, types.secret, "grafana-credentials"),
                defaultMode: 0o440,
              },
            },
            { name: "tmp", emptyDir: { sizeLimit: "128Mi" } },
          ],
        },
      },
    });
  });

  test("of prod never runs two pods on its volume", async () => {
    const evaluation = await deploy(prodSettings(), prod);
    const { spec } = inputsOf(evaluation, types.deployment, "grafana") as {
      spec: { strategy: unknown };
    };
    expect(spec.strategy).toEqual({ type: "Recreate" });
    expect(podOf(evaluation).volumes.find(({ name }) => name === "data")).toEqual({
      name: "data",
      persistentVolumeClaim: { claimName: "grafana-data" },
    });
  });

  test("starts after what its pod needs, and not after the Service that waits for it", async () => {
    const evaluation = await deploy(prodSettings(), prod);
    const { dependencies } = resourceOf(evaluation, types.deployment, "grafana");
    expect(dependencies.filter((name) => name.startsWith("kubernetes:"))).toEqual(
      [
        `${types.account}::grafana`,
        `${types.claim}::grafana-data`,
        `${types.configMap}::grafana-datasources`,
        `${types.secret}::grafana-credentials`,
      ].sort(),
    );
  });

  test("allows only the data sources of the stack", async () => {
    const whitelist = async (args: typeof dev) => {
      const evaluation = await deploy(devSettings(), args);
      const { env } = podOf(evaluation).containers[0] as { env: { name: string; value: string }[] };
      return env.find(({ name }) => name === "GF_SECURITY_DATA_SOURCE_PROXY_WHITELIST")?.value;
    };
    expect(await whitelist(dev)).toBe("loki.loki.svc:3100 tempo.loki.svc:3200");
    expect(await whitelist(prod)).toBe("loki-gateway.loki.svc:8080");
  });
});

test("the Service, the account and the volume", async () => {
  const evaluation = await deploy(
    prodSettings({ grafana: { volumeSize: "7Gi", storageClass: "gp3" } }),
    prod,
  );
  expect(inputsOf(evaluation, types.service, "grafana")).toMatchObject({
    metadata: meta("grafana"),
    spec: {
      type: "ClusterIP",
      selector: selectorLabels("grafana"),
      ports: [{ name: "http", port: 3000 }],
    },
  });
  expect(inputsOf(evaluation, types.account, "grafana")).toMatchObject({
    metadata: meta("grafana"),
    automountServiceAccountToken: false,
  });
  expect(inputsOf(evaluation, types.claim, "grafana-data")).toMatchObject({
    metadata: meta("grafana-data"),
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "7Gi" } },
      storageClassName: "gp3",
    },
  });
});

test("the file of data sources is the gateway's in prod, with a user and no password", async () => {
  const evaluation = await deploy(prodSettings(), prod);
  const { data, metadata } = inputsOf(evaluation, types.configMap, "grafana-datasources") as {
    data: Record<string, string>;
    metadata: unknown;
  };
  expect(data).toEqual({
    "datasources.yaml": `apiVersion: 1
prune: true
datasources:
  - name: Loki
    uid: loki
    type: loki
    access: proxy
    url: http://loki-gateway.loki.svc:8080
    isDefault: true
    editable: false
    basicAuth: true
    basicAuthUser: fraiseql-read
    jsonData:
      maxLines: 1000
      timeout: 310
    secureJsonData:
      basicAuthPassword: $__file{/etc/grafana/secrets/loki-read-password}
`,
  });
  expect(metadata).toEqual(meta(`grafana-datasources-${contentHash(data)}`));
});

describe("passwords", () => {
  const given = "a password of one's own";
  const generated = {
    "admin-password": "password-of-grafana-admin-password",
    "secret-key": "password-of-grafana-secret-key",
  };

  test.each([
    ["generated", devSettings(), dev, generated],
    [
      "given",
      devSettings({ grafana: { adminPassword: given } }),
      dev,
      { ...generated, "admin-password": given },
    ],
    ["of the gateway", prodSettings(), prod, { ...generated, "loki-read-password": readPassword }],
  ])("%s: in the Secret, and secret there", async (_, settings, args, files) => {
    const evaluation = await deploy(settings, args);
    const secret = resourceOf(evaluation, types.secret, "grafana-credentials");
    expect(secret.inputs["stringData"]).toEqual(files);
    expect(secret.inputs["metadata"]).toEqual(meta(`grafana-credentials-${contentHash(files)}`));
    expect(secret.secretPaths).toEqual(["stringData"]);
    expect(evaluation.outputs["adminPassword"]).toBe(files["admin-password"]);
    expect(evaluation.secretOutputs).toEqual(["adminPassword"]);
  });

  test("that are generated have 32 letters and digits", async () => {
    const evaluation = await deploy(devSettings(), dev);
    for (const name of ["grafana-admin-password", "grafana-secret-key"]) {
      expect(inputsOf(evaluation, types.password, name)).toEqual({ length: 32, special: false });
    }
  });

  test("none is generated in place of a given one", async () => {
    const evaluation = await deploy(devSettings({ grafana: { adminPassword: given } }), dev);
    expect(inventory(evaluation)).not.toContain(`${types.password}::grafana-admin-password`);
  });

  test("stand nowhere in clear", async () => {
    const settings = prodSettings({ grafana: { adminPassword: given } });
    const { resources } = await deploy(settings, prod);
    const open = resources.filter(({ name }) => name !== "grafana-credentials");
    const text = JSON.stringify(open.map(({ inputs }) => inputs));
    for (const password of [given, readPassword, "password-of-grafana-secret-key"]) {
      expect(text).not.toContain(password);
    }
  });
});

describe("the pod rolls", () => {
  const template = async (settings: Settings, args: typeof dev) =>
    JSON.stringify(podOf(await deploy(settings, args)));

  test("when a data source changes", async () => {
    const moved = { ...dev, loki: { ...dev.loki, queryTimeout: "10m" } };
    expect(await template(devSettings(), moved)).not.toBe(await template(devSettings(), dev));
  });

  test("when a password changes", async () => {
    const withPassword = (adminPassword: string) =>
      template(devSettings({ grafana: { adminPassword } }), dev);
    expect(await withPassword("sixteen letters!")).not.toBe(await withPassword("sixteen letters?"));
  });

  test("and not when nothing does", async () => {
    expect(await template(devSettings(), dev)).toBe(await template(devSettings(), dev));
  });
});

test("a password that is not known yet leaves only the names made of it unknown", async () => {
  const evaluation = await deploy(devSettings(), dev, true);
  expect(nameOf(evaluation, types.secret, "grafana-credentials")).toBe("<unknown>");
  expect(podOf(evaluation).volumes.find(({ name }) => name === "secrets")).toEqual({
    name: "secrets",
    secret: { secretName: "<unknown>", defaultMode: 0o440 },
  });
  expect(nameOf(evaluation, types.configMap, "grafana-datasources")).toMatch(
    /^grafana-datasources-[0-9a-f]{10}$/,
  );
});

test("what the component tells the rest of the stack", async () => {
  const { outputs } = await deploy(prodSettings(), prod);
  expect(outputs).toEqual({
    url: "http://grafana.loki.svc:3000",
    adminUser: "loki-admin",
    adminPassword: "password-of-grafana-admin-password",
  });
});

test("a password of the gateway may be an output that is no secret yet", async () => {
  const password = pulumi.output(readPassword);
  const args = { loki: { ...prod.loki, basicAuth: { user: "u", password } } };
  const secret = resourceOf(await deploy(devSettings(), args), types.secret, "grafana-credentials");
  expect(secret.secretPaths).toEqual(["stringData"]);
});
