import { labels, selectorLabels } from "../../components/kubernetes";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { deploy, podOf, prod, types } from "./fixtures";

const budget = "kubernetes:policy/v1:PodDisruptionBudget";

const database = {
  kind: "postgres",
  host: "postgres.databases.svc:5432",
  passwordSecret: { name: "acme-database" },
};

const deployWith = (replicas: number) =>
  deploy(prodSettings({ grafana: { database, replicas } }), prod);

describe("several replicas", () => {
  const several = () => deployWith(3);

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
    const { dependencies } = resourceOf(evaluation, types.deployment, "grafana");
    expect(dependencies).toContain(`${types.service}::grafana-headless`);
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
    const evaluation = await deployWith(1);
    const more = inventory(await several()).filter((name) => !inventory(evaluation).includes(name));
    const { env } = podOf(evaluation).containers[0] as { env: { name: string }[] };
    expect(more.sort()).toEqual(
      [`${types.service}::grafana-headless`, `${budget}::grafana`].sort(),
    );
    expect(env.map(({ name }) => name).filter((name) => /POD_IP|_HA_/.test(name))).toEqual([]);
    expect(podOf(evaluation)).not.toHaveProperty("affinity");
  });
});
