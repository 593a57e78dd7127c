import { labels, selectorLabels } from "../../components/kubernetes";
import { images } from "../../components/versions";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";
import {
  component,
  dashboardMaps,
  deploy,
  dev,
  meta,
  nameOf,
  podOf,
  prod,
  types,
  type Sources,
} from "./fixtures";

const devInventory = [
  component,
  `${types.deployment}::grafana`,
  `${types.configMap}::grafana-datasources`,
  ...dashboardMaps.map((name) => `${types.configMap}::${name}`),
  `${types.secret}::grafana-credentials`,
  `${types.service}::grafana`,
  `${types.account}::grafana`,
  `${types.password}::grafana-admin-password`,
  `${types.password}::grafana-secret-key`,
].sort();

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
    const mapName = (name: string) => nameOf(evaluation, types.configMap, name);
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
              image: `docker.io/${images.grafana}`,
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
                httpGet: { path: "/healthz", port: "http" },
                periodSeconds: 15,
                timeoutSeconds: 5,
                failureThreshold: 6,
              },
              resources: {
                requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "64Mi" },
                limits: { memory: "512Mi", "ephemeral-storage": "2Gi" },
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
                {
                  name: "dashboard-providers",
                  mountPath: "/etc/grafana/provisioning/dashboards",
                  readOnly: true,
                },
                { name: "dashboards", mountPath: "/etc/grafana/dashboards", readOnly: true },
                { name: "secrets", mountPath: "/etc/grafana/secrets", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            { name: "data", emptyDir: { sizeLimit: "1Gi" } },
            {
              name: "datasources",
              configMap: { name: mapName("grafana-datasources") },
            },
            {
              name: "dashboard-providers",
              configMap: { name: mapName("grafana-dashboard-providers") },
            },
            {
              name: "dashboards",
              projected: {
                sources: dashboardMaps
                  .filter((name) => name !== "grafana-dashboard-providers")
                  .map((name) => ({ configMap: { name: mapName(name) } })),
              },
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
        ...dashboardMaps.map((name) => `${types.configMap}::${name}`),
        `${types.secret}::grafana-credentials`,
      ].sort(),
    );
  });

  test("allows only the data sources of the stack", async () => {
    const whitelist = async (args: Sources) => {
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
  expect(inputsOf(evaluation, types.service, "grafana")).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: meta("grafana"),
    spec: {
      type: "ClusterIP",
      selector: selectorLabels("grafana"),
      ports: [{ name: "http", port: 3000 }],
    },
  });
  expect(inputsOf(evaluation, types.account, "grafana")).toEqual({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: meta("grafana"),
    automountServiceAccountToken: false,
  });
  expect(inputsOf(evaluation, types.claim, "grafana-data")).toEqual({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: meta("grafana-data"),
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "7Gi" } },
      storageClassName: "gp3",
    },
  });
});

test("what the component tells the rest of the stack", async () => {
  const { outputs } = await deploy(prodSettings(), prod);
  expect(outputs).toEqual({
    url: "http://grafana.loki.svc:3000",
    adminUser: "loki-admin",
    adminPassword: { password: "password-of-grafana-admin-password" },
  });
});
