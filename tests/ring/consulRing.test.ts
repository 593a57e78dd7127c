import { selectorLabels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, inventory, resourceOf } from "../support/record";
import type { Container } from "../support/workloads";
import {
  component,
  contents,
  image,
  meta,
  recordRing,
  restricted,
  secretName,
  secretVolume,
  types,
} from "./fixtures";

let evaluation: Evaluation;
beforeAll(async () => {
  evaluation = await recordRing();
});

test("makes these objects, in a preview too", async () => {
  const objects = [
    component,
    `${types.statefulSet}::consul`,
    `${types.job}::consul-bootstrap`,
    `${types.configMap}::consul-bootstrap-files`,
    `${types.configMap}::consul-config`,
    `${types.secret}::consul-loki`,
    `${types.secret}::consul-management`,
    `${types.secret}::consul-server`,
    `${types.service}::consul`,
    `${types.service}::consul-headless`,
    `${types.account}::consul`,
    `${types.account}::consul-bootstrap`,
    `${types.budget}::consul`,
    `${types.password}::consul-gossip-key`,
    `${types.password}::consul-loki-token`,
    `${types.password}::consul-management-token`,
    `${types.uuid}::consul-loki-accessor`,
  ];
  expect(inventory(evaluation)).toEqual(objects);
  expect(inventory(await recordRing({}, true))).toEqual(objects);
  const children = evaluation.resources.filter(({ custom }) => custom);
  expect(new Set(children.map(({ parent }) => parent))).toEqual(new Set([component]));
});

test("generates a gossip key of 32 bytes and puts each secret where only its reader mounts it", () => {
  const hexadecimal = { lower: false, upper: false, numeric: false };
  for (const [name, length] of [
    ["consul-gossip-key", 64],
    ["consul-management-token", 32],
    ["consul-loki-token", 32],
  ] as const) {
    const digits = { length, overrideSpecial: "0123456789abcdef", ...hexadecimal };
    expect(inputsOf(evaluation, types.password, name)).toEqual(digits);
  }
  for (const role of ["server", "management", "loki"] as const) {
    const { inputs, secretPaths } = resourceOf(evaluation, types.secret, `consul-${role}`);
    expect([inputs["metadata"], inputs["stringData"], secretPaths]).toEqual([
      meta(secretName(role)),
      contents[role],
      ["stringData"],
    ]);
  }
});

test("gives each server a DNS name of its own, and clients one of the servers that are ready", () => {
  expect(inputsOf(evaluation, types.service, "consul-headless")).toMatchObject({
    metadata: meta("consul-headless"),
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: selectorLabels("consul"),
      ports: [
        { name: "http", port: 8500 },
        { name: "rpc", port: 8300 },
        { name: "serf-tcp", port: 8301 },
        { name: "serf-udp", port: 8301, protocol: "UDP" },
      ],
    },
  });
  expect(inputsOf(evaluation, types.service, "consul")["spec"]).toEqual({
    type: "ClusterIP",
    selector: selectorLabels("consul"),
    ports: [{ name: "http", port: 8500 }],
  });
});

test("lets an eviction take one server at a time", () => {
  expect(inputsOf(evaluation, types.budget, "consul")["spec"]).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "IfHealthyBudget",
    selector: { matchLabels: selectorLabels("consul") },
  });
});

test("tells Loki how to reach the ring, with a token that is in a file", () => {
  expect(evaluation.outputs["ring"]).toEqual({
    kvstore: { store: "consul", prefix: "collectors/", consul: { host: "consul.loki.svc:8500" } },
    heartbeatPeriod: "15s",
    heartbeatTimeout: "10m",
    env: [{ name: "CONSUL_HTTP_TOKEN_FILE", value: "/etc/loki/consul/token" }],
    volumes: [secretVolume("consul-token", "loki")],
    volumeMounts: [{ name: "consul-token", mountPath: "/etc/loki/consul", readOnly: true }],
  });
});

test("holds Loki back until its token is good", () => {
  const [{ command, ...container }] = evaluation.outputs["initContainers"] as [Container];
  expect(command?.slice(0, 2)).toEqual(["/bin/sh", "-c"]);
  expect(container).toEqual({
    name: "wait-for-ring",
    image,
    env: [
      { name: "CONSUL_HTTP_ADDR", value: "http://consul.loki.svc:8500" },
      { name: "CONSUL_HTTP_TOKEN_FILE", value: "/etc/loki/consul/token" },
    ],
    resources: {
      requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "64Mi" },
      limits: { memory: "128Mi", "ephemeral-storage": "2Gi" },
    },
    securityContext: restricted,
    volumeMounts: [{ name: "consul-token", mountPath: "/etc/loki/consul", readOnly: true }],
  });
});

test("holds Loki back until the servers and the bootstrap are there", () => {
  expect(evaluation.outputs["dependencies"]).toEqual([
    `${types.statefulSet}::consul`,
    `${types.job}::consul-bootstrap`,
  ]);
});

test("keeps its settings to itself", () => {
  expect(inputsOf(evaluation, "fraiseql-loki:ring:ConsulRing", "consul")).toEqual({});
});
