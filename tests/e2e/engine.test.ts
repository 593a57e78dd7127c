import { Cluster } from "./support/cluster";
import { prodShape } from "./support/prodShape";
import { PulumiDriver, type Step } from "./drivers/pulumi";
import { DeployedStack } from "../../tools/deployed/deployedStack";
import type { StackConfig } from "./drivers/driver";
import { report, timed } from "./support/report";
import { secretsOf } from "./support/secrets";
import { withSettings } from "./support/stage";

jest.setTimeout(1_200_000);

const namespaces = ["loki", "loki-collector"];

/** What must never be made anew: it would take data with it. */
const keepsData = /PersistentVolumeClaim|StatefulSet|Namespace/;

const describeEngine = process.env["DEPLOY"] === "pulumi" ? describe : describe.skip;

describeEngine("Pulumi's engine", () => {
  let cluster: Cluster;
  let driver: PulumiDriver;
  let config: StackConfig;
  let stack: DeployedStack;

  beforeAll(async () => {
    cluster = await Cluster.connect();
    await cluster.claim(namespaces);
    config = await prodShape();
    driver = new PulumiDriver("prod-shape", cluster.kubectl.env);
  });
  afterAll(async () => {
    await driver.close();
    await cluster.remove(namespaces);
    await cluster.close();
  });

  test("deploys the stack", async () => {
    const [deployed, seconds] = await timed(() => driver.deploy(config));
    report(`first update in ${seconds}`);
    stack = new DeployedStack(cluster.kubectl, cluster.reach, deployed);
    expect(await driver.resources()).toContain("kubernetes:apps/v1:StatefulSet::loki");
  });

  test("has nothing to do a second time", async () => {
    const [, seconds] = await timed(() => driver.expectNoChanges());
    report(`update without changes in ${seconds}`);
  });

  test("keeps no password in clear in its state", async () => {
    const state = await driver.state();
    const { writePassword, readPassword } = stack.outputs;
    expect([writePassword.length, readPassword.length]).toEqual([32, 32]);
    const known = [writePassword, readPassword, ...(await secretsOf(cluster.kubectl, namespaces))];
    expect(known.filter((secret) => state.includes(secret))).toEqual([]);
  });

  test("changes a limit in place, and nothing else", async () => {
    const changed = withSettings(config, "loki", { limits: { maxStreams: 9_000 } });
    expect(await driver.preview(changed)).toEqual([
      { op: "update", resource: "kubernetes:core/v1:ConfigMap::loki-overrides" },
    ]);
  });

  test("rolls the pods for a changed configuration and replaces no volume", async () => {
    const before = await stack.lokis();
    const changed = rolled(config);
    const steps = await driver.preview(changed);
    expect(replaced(steps).filter((resource) => keepsData.test(resource))).toEqual([]);
    expect(steps.filter(({ op }) => op === "update")).toEqual([
      { op: "update", resource: "kubernetes:apps/v1:StatefulSet::loki" },
    ]);
    expect(new Set(replaced(steps))).toEqual(
      new Set(["kubernetes:core/v1:ConfigMap::loki-config"]),
    );

    const claims = await claimUids(cluster);
    const [, seconds] = await timed(() => driver.deploy(changed));
    report(`update that rolls three Lokis in ${seconds}`);
    const after = await stack.lokis();
    const uid = ({ metadata }: { metadata: { uid: string } }) => metadata.uid;
    expect(after.map(uid).filter((id) => before.map(uid).includes(id))).toEqual([]);
    expect(await claimUids(cluster)).toEqual(claims);
    await driver.expectNoChanges();
  });

  test("changes in place what a Grafana elsewhere is given: none of it goes in between", async () => {
    const elsewhere = withSettings(rolled(config), "grafana", { deploy: false });
    await driver.deploy(elsewhere);
    const prometheusUrl = "http://prometheus.monitoring.svc:9090";
    const datasources = ["loki", "prometheus"];
    const more = withSettings(elsewhere, "grafana", { sidecar: { datasources } });
    const steps = await driver.preview(withSettings(more, "monitoring", { prometheusUrl }));
    expect(steps).toContainEqual({
      op: "update",
      resource: "kubernetes:core/v1:Secret::existing-grafana-datasources",
    });
    expect(replaced(steps)).toEqual([]);
  });

  test("removes everything", async () => {
    const [, seconds] = await timed(() => driver.destroy());
    report(`destroyed in ${seconds}`);
    expect(await driver.resources()).toEqual([]);
    const selector = "app.kubernetes.io/part-of=fraiseql-loki";
    const kinds = "namespaces,clusterroles,clusterrolebindings";
    const args = ["get", kinds, "--selector", selector, "--output", "name"];
    expect(await cluster.kubectl.call(args)).toBe("");
  });
});

/** With another configuration of Loki. */
const rolled = (config: StackConfig) => withSettings(config, "loki", { chunkEncoding: "snappy" });

const replaced = (steps: readonly Step[]) =>
  steps.filter(({ op }) => /replace|delete/.test(op)).map(({ resource }) => resource);

async function claimUids({ kubectl }: Cluster): Promise<string[]> {
  const claims = await kubectl.list("persistentvolumeclaims", "loki");
  return claims.map(({ metadata: { name, uid } }) => `${name} ${uid}`).sort();
}
