import { Edge } from "../../components/edge/edge";
import { gatewayDuration } from "../../components/edge/expose";
import { caddyConfig } from "../../components/gateway/caddyConfig";
import { labels } from "../../components/kubernetes";
import { inputsOf, inventory, record, resourceOf } from "../support/record";
import { prodSettings } from "../support/settings";

const component = "fraiseql-loki:edge:Edge::edge";
const types = {
  ingress: "kubernetes:networking.k8s.io/v1:Ingress",
  route: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
};

const exposed = (
  areas: Record<string, unknown>,
  gateway: { port?: number; https?: boolean } = {},
) =>
  record(() => {
    const settings = prodSettings({ namespace: "logs", ...areas });
    new Edge("edge", {
      settings,
      gateway: { name: "loki-gateway", port: 8080, https: false, ...gateway },
      grafanaName: "grafana",
    });
  });

const ingress = (changes: object = {}) => ({
  kind: "ingress",
  host: "logs.example.com",
  tlsSecretName: "logs-tls",
  ...changes,
});
const route = (changes: object = {}) => ({
  kind: "httpRoute",
  host: "logs.example.com",
  parentRef: { name: "public", namespace: "gateways", sectionName: "https" },
  ...changes,
});

const ingressOf = async (expose: object, area: "gateway" | "grafana" = "gateway") =>
  inputsOf(
    await exposed({ [area]: { expose } }),
    types.ingress,
    area === "gateway" ? "loki-gateway-ingress" : "grafana-ingress",
  ) as { metadata: { annotations: Record<string, string> }; spec: Record<string, unknown> };

const specOf = async (expose: object) =>
  inputsOf(await exposed({ gateway: { expose } }), types.route, "loki-gateway-route")["spec"];

test("there is what the settings ask for and nothing else", async () => {
  const gateway = { expose: ingress() };
  const grafana = { expose: route({ host: "grafana.example.com" }) };
  expect(inventory(await exposed({}))).toEqual([component]);
  expect(inventory(await exposed({ gateway }))).toEqual([
    component,
    `${types.ingress}::loki-gateway-ingress`,
  ]);
  const both = await exposed({ gateway, grafana });
  expect(inventory(both)).toEqual([
    component,
    `${types.route}::grafana-route`,
    `${types.ingress}::loki-gateway-ingress`,
  ]);
  expect(resourceOf(both, types.route, "grafana-route").parent).toBe(component);
  expect(inputsOf(both, "fraiseql-loki:edge:Edge", "edge")).toEqual({});
});

test("an Ingress of the gateway, whole", async () => {
  expect(await ingressOf(ingress({ className: "nginx" }))).toEqual({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "loki-gateway",
      namespace: "logs",
      labels: labels("loki-gateway"),
      annotations: {
        "pulumi.com/skipAwait": "true",
        "nginx.ingress.kubernetes.io/proxy-body-size": "20m",
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "315",
        "nginx.ingress.kubernetes.io/proxy-send-timeout": "315",
      },
    },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["logs.example.com"], secretName: "logs-tls" }],
      rules: [
        {
          host: "logs.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "loki-gateway", port: { number: 8080 } } },
              },
            ],
          },
        },
      ],
    },
  });
});

test("an Ingress leads to the port of its Service, and to no other", async () => {
  const portsOf = async (area: "gateway" | "grafana") =>
    JSON.stringify((await ingressOf(ingress(), area)).spec).match(/"service":.*?"number":\d+/g);
  expect(await portsOf("gateway")).toEqual([
    '"service":{"name":"loki-gateway","port":{"number":8080',
  ]);
  expect(await portsOf("grafana")).toEqual(['"service":{"name":"grafana","port":{"number":3000']);
  const moved = await exposed({ gateway: { expose: ingress() } }, { port: 8088 });
  expect(JSON.stringify(inputsOf(moved, types.ingress, "loki-gateway-ingress")["spec"])).toContain(
    '"number":8088',
  );
});

test("a controller speaks HTTPS to a gateway that does", async () => {
  const nginx = ingress({ className: "nginx" });
  const evaluation = await exposed(
    { gateway: { expose: nginx }, grafana: { expose: nginx } },
    { port: 8443, https: true },
  );
  const protocolOf = (name: string) => {
    const { metadata } = inputsOf(evaluation, types.ingress, name) as {
      metadata: { annotations: Record<string, string> };
    };
    return metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"];
  };
  expect([protocolOf("loki-gateway-ingress"), protocolOf("grafana-ingress")]).toEqual([
    "HTTPS",
    undefined,
  ]);
});

test.each(["elsewhere", "off"])("an Ingress has no certificate where TLS is %s", async (tls) => {
  const { spec } = await ingressOf({ kind: "ingress", host: "logs.example.com", tls });
  expect(Object.keys(spec)).toEqual(["rules"]);
});

test("the annotations of one controller are not another's, and the user's win", async () => {
  const read = "nginx.ingress.kubernetes.io/proxy-read-timeout";
  const annotationsOf = async (changes: object) =>
    (await ingressOf(ingress(changes))).metadata.annotations;
  expect(await annotationsOf({})).toEqual({ "pulumi.com/skipAwait": "true" });
  expect(await annotationsOf({ className: "alb" })).toEqual({ "pulumi.com/skipAwait": "true" });
  expect(
    await annotationsOf({
      className: "nginx",
      annotations: { [read]: "60", "pulumi.com/skipAwait": "false", own: "x" },
    }),
  ).toEqual({
    "pulumi.com/skipAwait": "false",
    "nginx.ingress.kubernetes.io/proxy-body-size": "20m",
    [read]: "60",
    "nginx.ingress.kubernetes.io/proxy-send-timeout": "315",
    own: "x",
  });
});

test("a controller takes what the gateway takes, and waits longer than it", async () => {
  const queryTimeout = "20m";
  const { metadata } = inputsOf(
    await exposed({
      loki: { limits: { queryTimeout } },
      gateway: { expose: ingress({ className: "nginx" }) },
    }),
    types.ingress,
    "loki-gateway-ingress",
  ) as { metadata: { annotations: Record<string, string> } };
  const config = JSON.stringify(
    caddyConfig({
      port: 8080,
      tenants: [{ id: "a", writeUser: "a-write", readUser: "a-read" }],
      collectorUser: "collector",
      upstreams: ["loki-0:3100"],
      queryTimeout,
    }),
  );
  const [, body] = /"max_size":(\d+)/.exec(config) ?? [];
  const waits = [...config.matchAll(/"response_header_timeout":"(\d+)s"/g)].map(([, s]) =>
    Number(s),
  );
  const annotation = (name: string) =>
    metadata.annotations[`nginx.ingress.kubernetes.io/${name}`] ?? "";
  expect(annotation("proxy-body-size")).toBe(`${Number(body) / 2 ** 20}m`);
  expect(Math.max(...waits)).toBe(1_210);
  expect(Number(annotation("proxy-read-timeout"))).toBe(1_215);
});

test("a route of the gateway, whole", async () => {
  const evaluation = await exposed({ gateway: { expose: route({ annotations: { own: "x" } }) } });
  const backendRefs = [{ name: "loki-gateway", port: 8080 }];
  const at = (value: string) => [{ path: { type: "PathPrefix", value } }];
  expect(inputsOf(evaluation, types.route, "loki-gateway-route")).toEqual({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: {
      name: "loki-gateway",
      namespace: "logs",
      labels: labels("loki-gateway"),
      annotations: { own: "x" },
    },
    spec: {
      parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
      hostnames: ["logs.example.com"],
      rules: [
        { matches: at("/loki/api/v1/tail"), backendRefs, timeouts: { request: "0s" } },
        { matches: at("/"), backendRefs, timeouts: { request: "315s" } },
      ],
    },
  });
});

test("a route says no timeouts to a controller that refuses them", async () => {
  const parentRef = { name: "public" };
  expect(await specOf(route({ parentRef, timeouts: false }))).toEqual({
    parentRefs: [{ name: "public" }],
    hostnames: ["logs.example.com"],
    rules: [
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        backendRefs: [{ name: "loki-gateway", port: 8080 }],
      },
    ],
  });
});

test("a route to Grafana leaves its websocket open", async () => {
  const evaluation = await exposed({ grafana: { expose: route() } });
  const { rules } = inputsOf(evaluation, types.route, "grafana-route")["spec"] as {
    rules: unknown[];
  };
  expect(rules[0]).toEqual({
    matches: [{ path: { type: "PathPrefix", value: "/api/live" } }],
    backendRefs: [{ name: "grafana", port: 3000 }],
    timeouts: { request: "0s" },
  });
});

test.each([
  [315, "315s"],
  [3_599, "3599s"],
  [3_600, "1h0s"],
  [172_815, "48h15s"],
])("%s seconds are a duration of the Gateway API", (seconds, text) => {
  expect(gatewayDuration(seconds)).toBe(text);
  expect(text).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
});
