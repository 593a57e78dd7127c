import * as pulumi from "@pulumi/pulumi";
import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import type { StatefulSet } from "../../tools/deployed/lokiStatefulSet";
import { manifests } from "../../tools/render/manifests";
import { bucketOf, readOnlyConfig } from "../../tools/restoreDrill/readOnlyConfig";
import { readOnlyObjects } from "../../tools/restoreDrill/readOnlyPod";
import { withTls } from "../../components/loki/lokiTls";
import { devConfig, prodConfig } from "../loki/fixtures";
import { evaluateStack } from "../support/stacks";

describe("the configuration", () => {
  const live = prodConfig({ streamRetention: [{ selector: '{level="debug"}', period: "168h" }] });

  test("is that of a querier that has only the bucket", () => {
    expect(readOnlyConfig(live)).toEqual({
      target: "querier",
      auth_enabled: true,
      analytics: live.analytics,
      server: live.server,
      common: {
        path_prefix: "/var/loki",
        instance_addr: "${POD_IP}",
        replication_factor: 1,
        ring: { kvstore: { store: "inmemory" } },
        compactor_grpc_address: "127.0.0.1:9095",
      },
      schema_config: live.schema_config,
      storage_config: {
        ...live.storage_config,
        tsdb_shipper: { ...live.storage_config.tsdb_shipper, resync_interval: "15s" },
      },
      querier: { query_store_only: true },
      pattern_ingester: { enabled: false },
      chunk_store_config: live.chunk_store_config,
      runtime_config: live.runtime_config,
      limits_config: { ...live.limits_config, deletion_mode: "disabled" },
    });
  });

  test("keeps the certificate of HTTP, and asks nobody for one on a gRPC port that is its own", () => {
    const { http_tls_config, ...server } = readOnlyConfig(withTls(live, "loki.logs.svc")).server;
    expect(http_tls_config).toEqual({
      cert_file: "/etc/loki/tls/tls.crt",
      key_file: "/etc/loki/tls/tls.key",
    });
    expect(server).toEqual(live.server);
  });

  const s3 = { bucket_name: "acme", endpoint: "s3.eu-west-1.amazonaws.com", region: "eu-west-1" };
  const withStore = (object_store: LokiConfig["storage_config"]["object_store"]): LokiConfig => ({
    ...live,
    storage_config: { ...live.storage_config, object_store },
  });

  test.each([
    ["S3", withStore({ s3 }), { s3: { ...s3, bucket_name: "copy" } }],
    ["Google Cloud", live, { gcs: { bucket_name: "copy" } }],
  ])("reads a copy on %s", (_, config, expected) => {
    expect(readOnlyConfig(config, "copy").storage_config.object_store).toEqual(expected);
  });

  test.each([
    ["S3", withStore({ s3 }), "acme"],
    ["Google Cloud", live, "acme-loki-chunks"],
    ["a volume", devConfig(), undefined],
  ])("names the bucket on %s", (_, { storage_config: storage }, bucket) => {
    expect(bucketOf(storage)).toBe(bucket);
  });
});

describe("the pod", () => {
  const kept = ["serviceAccountName", "automountServiceAccountToken", "securityContext"] as const;

  /** Of the production stack, as it is deployed. */
  async function prodObjects(areas: Record<string, unknown> = {}) {
    jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
    const { resources } = await evaluateStack("prod", areas);
    const all = manifests(resources);
    const statefulSet = all.find(
      ({ kind, metadata }) => kind === "StatefulSet" && metadata.name === "loki",
    ) as unknown as StatefulSet;
    const [configMap, pod] = readOnlyObjects(
      statefulSet,
      "loki",
      readOnlyConfig(prodConfig()),
    ) as readonly [{ data: Record<string, string> }, { metadata: object; spec: PodSpec }];
    return { template: statefulSet.spec.template.spec, configMap, pod, all };
  }

  interface PodSpec extends Record<string, unknown> {
    readonly containers: readonly Record<string, unknown>[];
    readonly volumes: readonly Record<string, unknown>[];
  }

  test("is one of the stack's own, without ring, rules for replicas and volumes", async () => {
    const { template, configMap, pod } = await prodObjects();
    const { spec } = pod;
    kept.forEach((field) => {
      expect(spec[field]).toEqual(template[field]);
    });
    expect(spec).not.toHaveProperty("initContainers");
    expect(spec).not.toHaveProperty("affinity");
    expect(spec).not.toHaveProperty("topologySpreadConstraints");
    const [loki] = spec.containers;
    const [live] = template.containers;
    expect(loki?.["image"]).toBe(live["image"]);
    expect(loki?.["args"]).toEqual(live["args"]);
    expect(loki?.["securityContext"]).toEqual(live["securityContext"]);
    // On the node's disk are two volumes of 5 GiB that a replica has as claims.
    expect(loki?.["resources"]).toEqual({
      limits: { memory: "4Gi", "ephemeral-storage": "12Gi" },
      requests: { cpu: "50m", memory: "256Mi", "ephemeral-storage": "64Mi" },
    });
    expect(JSON.stringify(spec)).not.toMatch(/consul|persistentVolumeClaim/i);
    expect(spec.volumes.filter(({ name }) => name === "config")).toEqual([
      { name: "config", configMap: { name: "loki-restore-drill" } },
    ]);
    expect(Object.keys(configMap.data)).toEqual(["loki.yaml"]);
  });

  test("mounts nothing that it has not", async () => {
    const { spec } = (await prodObjects()).pod;
    const [loki] = spec.containers;
    const mounts = (loki?.["volumeMounts"] as { name: string }[]).map(({ name }) => name);
    const volumes = spec.volumes.map(({ name }) => name);
    expect([...mounts].sort()).toEqual([...volumes].sort());
  });

  test.each([
    ["plain text", {}, { path: "/ready", port: "http" }],
    ["TLS", { tls: { kind: "secrets" } }, { path: "/ready", port: "http", scheme: "HTTPS" }],
  ])("is asked whether it is ready as the replicas are: %s", async (_, areas, httpGet) => {
    const [loki] = (await prodObjects(areas)).pod.spec.containers;
    expect(loki?.["readinessProbe"]).toEqual({ httpGet, periodSeconds: 1 });
  });

  test("ends by itself and answers to no Service of the stack", async () => {
    const { pod, all } = await prodObjects();
    expect(pod.spec).toMatchObject({ restartPolicy: "Never", activeDeadlineSeconds: 3_600 });
    expect(pod.metadata).toEqual({
      name: "loki-restore-drill",
      namespace: "loki",
      labels: { "app.kubernetes.io/name": "loki-restore-drill" },
    });
    const selectors = all
      .filter(({ kind }) => ["Service", "PodDisruptionBudget"].includes(kind))
      .map(({ spec }) => JSON.stringify((spec as { selector: object }).selector));
    expect(selectors.length).toBeGreaterThan(4);
    expect(selectors.filter((selector) => selector.includes("loki-restore-drill"))).toEqual([]);
  });
});
