import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientSnippets } from "../../components/clientSnippets";
import { promtailConfig } from "../../components/collector/promtailConfig";
import type { CollectorSettings } from "../../components/settings/schema";
import { toYaml } from "../../components/yaml";
import { program } from "../support/programs";
import { devSettings, prodSettings } from "../support/settings";
import {
  dryRunEntries,
  type Entry,
  expectedEntries,
  labelText,
  logFile,
  sorted,
} from "./promtail/entries";
import { type Namespaces, type Pod, TestNode } from "./promtail/node";
import { api, db, describedPods, oddJob, oddPods, samplePods, splitPods } from "./promtail/pods";
import { fraiseqlSamples, postgresqlSamples } from "./promtail/samples";

const url = "http://loki.test/loki/api/v1/push";
const everyField = ["trace_id", "span_id", "tenant_id", "exception_type", "fingerprint"];

const nodes: TestNode[] = [];
const newNode = (pods: readonly Pod[], namespaces: Namespaces = {}) => {
  const node = new TestNode(pods, namespaces);
  nodes.push(node);
  return node;
};

afterAll(() => Promise.all(nodes.map((node) => node.stop())));

describe("a dry run with the default settings", () => {
  const samples = [
    ...expectedEntries(fraiseqlSamples, api),
    ...expectedEntries(postgresqlSamples, db),
  ];
  let node: TestNode;
  let entries: Entry[];

  beforeAll(async () => {
    node = newNode([...samplePods, ...describedPods, ...oddPods, ...splitPods]);
    const jobs = { fraiseqlJobs: ["fraiseql-app", oddJob] };
    const { collector: settings } = devSettings({ collector: jobs });
    await node.start(promtailConfig({ settings, maxLineKb: 256, url }), ["-dry-run"]);
    await node.until(() => dryRunEntries(node.stdout).length >= samples.length + 11);
    entries = sorted(dryRunEntries(node.stdout));
  }, 60_000);

  const ofApp = (app: string) => entries.filter(({ labels }) => labels.includes(`app="${app}"`));

  test.each(
    [...fraiseqlSamples, ...postgresqlSamples].map(({ what }, index) => ({
      what,
      expected: samples[index],
    })),
  )("passes on $what", ({ expected }) => {
    expect(entries.filter(({ line }) => line === expected?.line)).toEqual([expected]);
  });

  test("sends each line once, and nothing else", () => {
    expect(ofApp("api")).toEqual(sorted(expectedEntries(fraiseqlSamples, api)));
    expect(ofApp("postgresql")).toEqual(sorted(expectedEntries(postgresqlSamples, db)));
    expect(entries).toHaveLength(samples.length + 11);
  });

  test("labels each container by its pod's description", () => {
    const others = ["cart", "tool", "etcd", "migrate", "elsewhere"].flatMap(ofApp);
    expect(others.map(({ labels, line }) => `${labels} ${line}`)).toEqual([
      '{app="cart", container="main", job="cart", namespace="shop"} by its recommended label',
      '{app="cart", container="proxy", job="cart", namespace="shop"} its second container',
      '{app="tool", container="tool", job="tool", namespace="shop"} by its container, a label is missing',
      '{app="etcd", container="etcd", job="etcd", namespace="kube-system"} by the hash of a static pod',
      '{app="migrate", container="run", job="migrate", namespace="shop"} the last words of a pod that failed',
    ]);
  });

  test("takes a job's name for no pattern", () => {
    expect(ofApp("odd").map(({ labels }) => labels)).toEqual([
      `{app="odd", container="main", job=${JSON.stringify(oddJob)}, level="error", namespace="shop"}`,
      '{app="odd", container="main", job="x", namespace="shop"}',
    ]);
  });

  test("joins what the runtime split, apart by pod and stream", () => {
    const json = (replica: string) =>
      `{"timestamp":"2025-12-04T10:15:30Z","level":"error","message":"${replica}"}`;
    const target = { app: "split", container: "main", job: "fraiseql-app" };
    const plain = labelText({ ...target, namespace: "shop" });
    const error = labelText({ ...target, level: "error", namespace: "shop" });
    const metadata = {};
    const [read, written] = ["2025-12-04T10:15:30.000000000Z", "2025-12-04T10:20:00.000000004Z"];
    expect(ofApp("split")).toEqual([
      { labels: error, timestamp: read, line: json("a"), metadata },
      { labels: error, timestamp: read, line: json("b"), metadata },
      { labels: plain, timestamp: written, line: "half of stderr of a", metadata },
      { labels: plain, timestamp: written, line: "half of stderr of b", metadata },
    ]);
  });

  test("asks the API for the pods of its node only", () => {
    expect([...new Set(node.apiRequests)]).toEqual(["watch /api/v1/pods spec.nodeName=node-a"]);
  });
});

describe("a push with every option on", () => {
  const settings = prodSettings({
    collector: { structuredMetadata: everyField, dropDebug: true },
  }).collector;
  const kept = [
    ...expectedEntries(fraiseqlSamples, api, everyField),
    ...expectedEntries(postgresqlSamples, db),
  ].filter(({ labels }) => !/job="fraiseql-app", level="(debug|trace)"/.test(labels));
  // One kilobyte is the limit: a whole line and one in parts, neither of which may be lost.
  const long = "x".repeat(1_500);
  const longPod = {
    namespace: "shop",
    name: "long",
    uid: "99999999-cccc",
    files: {
      main: [
        `2025-12-04T10:20:00.000000001Z stdout F whole ${long}`,
        `2025-12-04T10:20:01.000000001Z stdout P parts ${long}`,
        `2025-12-04T10:20:02.000000001Z stdout F ${long}`,
        "",
      ].join("\n"),
    },
  };
  const cut = ["whole", "parts"].map((word, index) => ({
    labels: labelText({ app: "main", container: "main", job: "main", namespace: "shop" }),
    timestamp: `2025-12-04T10:20:0${index * 2}.000000001Z`,
    line: `${word} ${long}`.slice(0, 1_024),
    metadata: {},
  }));
  let node: TestNode;

  beforeAll(async () => {
    node = newNode([...samplePods, longPod]);
    await node.start(promtailConfig({ settings, maxLineKb: 1, url, user: "agent" }));
    await node.until(() => node.lines.length >= kept.length + cut.length);
  }, 60_000);

  test("stores the chosen fields, drops debug and trace, cuts long lines and loses none", () => {
    expect(sorted(node.lines)).toEqual(sorted([...kept, ...cut]));
  });

  test("names its user and password", () => {
    const authorization = `Basic ${Buffer.from("agent:correct horse").toString("base64")}`;
    const senders = node.pushes.map(({ path, authorization: who }) => `${path} ${who}`);
    expect([...new Set(senders)]).toEqual([`/loki/api/v1/push ${authorization}`]);
  });

  test("notes how far it has read, for the next start", async () => {
    await node.until(() => node.positions().includes("/0.log"));
    const read = [...node.positions().matchAll(/shop_(\S+?)_\S+: "(\d+)"/g)];
    expect(read.map(([, pod, offset]) => [pod, Number(offset)]).sort()).toEqual(
      [...samplePods, longPod]
        .map(({ name, files }) => [name, Buffer.byteLength(Object.values(files).join(""))])
        .sort(),
    );
  }, 40_000);
});

test("pushes each namespace's lines as the tenant it names, and redacts those that want it", async () => {
  const namespaces = {
    shop: { labels: { "fraiseql.io/tenant": "shop" } },
    till: {
      labels: { "fraiseql.io/tenant": "shop" },
      annotations: { "fraiseql.io/tenant": "pay!" },
    },
    typo: { labels: { "fraiseql.io/tenant": "shopp" } },
    none: {},
  };
  const pods = Object.keys(namespaces).map((namespace) => ({
    namespace,
    name: "app",
    uid: `uid-of-${namespace}`,
    files: { main: logFile([`${namespace} password=hunter2`]) },
  }));
  const node = newNode(pods, namespaces);
  const { collector: settings } = prodSettings();
  const known = [
    { id: "shop", redaction: true },
    { id: "pay!", redaction: false },
    { id: "rest", redaction: true },
  ];
  const tenants = { known, fallback: "rest" };
  await node.start(promtailConfig({ settings, maxLineKb: 256, url, tenants, user: "collector" }));
  await node.until(() => node.lines.length >= pods.length);
  const found = node.pushes.flatMap(({ tenant, lines }) =>
    lines.map(({ labels, line }) => `${tenant} ${labels} ${line}`),
  );
  const labels = (namespace: string) =>
    labelText({ app: "main", container: "main", job: "main", namespace });
  expect([...new Set(found)].sort()).toEqual([
    `pay! ${labels("till")} till password=hunter2`,
    `rest ${labels("none")} none password=<redacted:kv-bare>`,
    `rest ${labels("typo")} typo password=<redacted:kv-bare>`,
    `shop ${labels("shop")} shop password=<redacted:kv-bare>`,
  ]);
}, 40_000);

test("reads what a stack's outputs tell it to push with", () => {
  const folder = mkdtempSync(join(tmpdir(), "promtail-client-"));
  try {
    const file = join(folder, "promtail.yaml");
    const args = { url: "http://gateway:8080", user: "shop-write", password: `a"b'c\\d e#f:` };
    writeFileSync(file, clientSnippets(args).promtail);
    const check = () =>
      execFileSync(program("promtail"), ["-check-syntax", `-config.file=${file}`], {
        stdio: "pipe",
      });
    expect(check).not.toThrow();
    writeFileSync(file, clientSnippets(args).promtail.replace("basic_auth", "basic_oauth"));
    expect(check).toThrow("Command failed");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("is ready on a node without pods", async () => {
  const node = newNode([]);
  const { collector: settings } = devSettings();
  await node.start(promtailConfig({ settings, maxLineKb: 256, url }));
  await node.until(() => node.port > 0);
  const answer = await fetch(`http://127.0.0.1:${node.port}/ready`);
  expect([answer.status, await answer.text()]).toEqual([200, "Ready"]);
}, 40_000);

test.each<[string, CollectorSettings, { tenant?: string; user?: string }]>([
  ["dev", devSettings().collector, {}],
  ["prod", prodSettings().collector, { tenant: "fraiseql", user: "promtail" }],
  ["no jobs", devSettings({ collector: { fraiseqlJobs: [], postgresqlJobs: [] } }).collector, {}],
  [
    "odd job names",
    devSettings({ collector: { fraiseqlJobs: ['a"b\\c', "$1.*|x"] } }).collector,
    {},
  ],
])("the file of %s has no syntax error", (_, settings, who) => {
  const folder = mkdtempSync(join(tmpdir(), "promtail-"));
  const file = join(folder, "promtail.yaml");
  writeFileSync(file, toYaml(promtailConfig({ settings, maxLineKb: 256, url, ...who })));
  const output = execFileSync(program("promtail"), [`-config.file=${file}`, "-check-syntax"]);
  rmSync(folder, { recursive: true });
  expect(output.toString()).toBe("Valid config file! No syntax issues found\n");
});
