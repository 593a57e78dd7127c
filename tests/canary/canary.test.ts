import { canaryArguments } from "../../components/canary/canaryPod";
import { canaryObjectName } from "../../components/canary/canary";
import { canaryProxy } from "../../components/canary/canaryProxy";
import { withCanaryRetention } from "../../components/canary/canaryRetention";
import { tenantsOf } from "../../components/settings/tenants";
import { evaluateStack } from "../support/stacks";
import { inputsOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { workloads } from "../support/workloads";
import * as pulumi from "@pulumi/pulumi";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const deploymentsOf = async (areas: Record<string, unknown>, stack: "dev" | "prod" = "prod") =>
  workloads(await evaluateStack(stack, areas)).filter(({ workload }) =>
    workload.metadata.name.includes("canary"),
  );

test("a canary that writes rarely waits as much longer before it calls a line lost", () => {
  const of = (interval: string) => canaryArguments({ address: "loki:3100", interval });
  expect(of("1s")).toEqual([
    "-addr=loki:3100",
    "-push=true",
    "-interval=1s",
    "-wait=60s",
    "-max-wait=300s",
    "-labelname=job",
    "-labelvalue=loki-canary",
    "-streamname=pod",
    "-streamvalue=$(POD_NAME)",
    "-port=3500",
  ]);
  expect(of("1m").slice(3, 5)).toEqual(["-wait=180s", "-max-wait=900s"]);
});

test("the proxy listens where its own pod alone reaches it, and shows each user its own way", () => {
  const { servers } = canaryProxy({ url: "http://loki-gateway.loki.svc:8080" }).apps.http;
  expect(servers.canary.listen).toEqual(["127.0.0.1:3501"]);
  const shown = servers.canary.routes.map(({ match, handle }) => [match, handle[0]]);
  const as = (file: string) => ({
    handler: "headers",
    request: {
      set: { Authorization: [`{file./etc/canary/headers/${file}}`] },
      delete: ["X-Scope-OrgID"],
    },
  });
  expect(shown).toEqual([
    [[{ path: ["/loki/api/v1/push"] }], as("write")],
    [undefined, as("read")],
  ]);
});

test("the proxy verifies the gateway's certificate by the CA and name of the settings", () => {
  const of = { url: "https://loki-gateway.loki.svc:8443", serverName: "logs.example.com" };
  const text = JSON.stringify(canaryProxy(of));
  expect(text).toContain('"dial":"loki-gateway.loki.svc:8443"');
  expect(text).toContain(
    '"tls":{"ca":{"provider":"file","pem_files":["/etc/canary/config/ca.crt"]},"server_name":"logs.example.com"}',
  );
});

test("there is one canary in prod and none in dev, and one for each tenant that is named", async () => {
  const names = async (areas: Record<string, unknown>, stack?: "dev" | "prod") =>
    (await deploymentsOf(areas, stack)).map(({ workload }) => workload.metadata.name);
  const tenants = [{ id: "fraiseql" }, { id: "payments" }];
  expect(await names({}, "dev")).toEqual([]);
  expect(await names({ tenants })).toEqual(["loki-canary"]);
  const monitoring = { canary: { tenants: ["payments", "fraiseql"] } };
  expect(await names({ tenants, monitoring })).toEqual(["loki-canary", "loki-canary-payments"]);
  expect(canaryObjectName("loki-canary", "odd.!('id')")).toMatch(/^loki-canary-[0-9a-f]{12}$/);
});

test("without a gateway it talks to Loki itself, and has no proxy", async () => {
  const [canary] = await deploymentsOf({ monitoring: { canary: { deploy: true } } }, "dev");
  const { containers, initContainers } = canary?.workload.spec.template.spec ?? { containers: [] };
  expect(containers.map(({ name }) => name)).toEqual(["canary"]);
  expect(initContainers).toBeUndefined();
  expect(containers[0]?.args).toContain("-addr=loki.loki.svc:3100");
});

test("its lines go after two days, whatever the tenant keeps", async () => {
  const evaluation = await evaluateStack("prod");
  const { data } = inputsOf(evaluation, "kubernetes:core/v1:ConfigMap", "loki-overrides") as {
    data: Record<string, string>;
  };
  expect(data["overrides.yaml"]).toContain(String.raw`selector: "{job=\"loki-canary\"}"`);
  expect(data["overrides.yaml"]).toContain("retention_period: 2160h");
  const [tenant] = tenantsOf(prodSettings({ tenants: [{ id: "a", retentionPeriod: "24h" }] }));
  expect(tenant && withCanaryRetention(tenant).streamRetention).toEqual([]);
});
