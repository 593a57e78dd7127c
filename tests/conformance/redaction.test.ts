import { promtailConfig } from "../../components/collector/promtailConfig";
import type { CollectorSettings } from "../../components/settings/schema";
import { prodSettings } from "../support/settings";
import { logFile } from "./promtail/entries";
import { type Pod, TestNode } from "./promtail/node";
import { harmlessLines, leakyLines } from "./promtail/redactionCases";

const url = "http://loki.test/loki/api/v1/push";
const nodes: TestNode[] = [];

afterAll(() => Promise.all(nodes.map((node) => node.stop())));

/** What the real agent sends of these pods' lines. */
async function sent(pods: readonly Pod[], settings: CollectorSettings, count: number) {
  const node = new TestNode(pods);
  nodes.push(node);
  await node.start(promtailConfig({ settings, maxLineKb: 256, url }));
  // A busy machine may answer so late that the agent sends a batch again. Loki drops it then.
  const lines = () => [
    ...new Map(
      node.lines.map((one) => [`${one.labels} ${one.timestamp} ${one.line}`, one]),
    ).values(),
  ];
  await node.until(() => lines().length >= count);
  return lines();
}

const pod = (name: string, lines: readonly string[], labels: Pod["labels"] = {}): Pod => ({
  namespace: "shop",
  name,
  uid: `${name}-uid`,
  labels,
  files: { main: logFile(lines) },
});
const collector = (settings: object = {}) => prodSettings({ collector: settings }).collector;

describe("the default of prod", () => {
  const oneLine = leakyLines.filter(({ line }) => !line.includes("\n"));
  const severalLines = leakyLines.filter(({ line }) => line.includes("\n"));
  // Only there are lines joined that belong together.
  const statements = severalLines.map(({ line }) => `2025-12-04 10:15:30 UTC [1] LOG:  ${line}`);
  let lines: string[];

  beforeAll(async () => {
    const pods = [
      pod("app", [...oneLine.map(({ line }) => line), ...harmlessLines]),
      pod("db", statements, { "app.kubernetes.io/name": "postgresql" }),
    ];
    const count = leakyLines.length + harmlessLines.length;
    const all = await sent(pods, collector(), count);
    const ofDatabase = ({ labels }: { readonly labels: string }) => labels.includes("postgresql");
    // Lines that no rule looks at overtake others within Promtail; each keeps its time.
    const inOrder = all.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
    lines = [...inOrder.filter((line) => !ofDatabase(line)), ...inOrder.filter(ofDatabase)].map(
      ({ line }) => line,
    );
  }, 60_000);

  test("has 39 lines to hide something of and 15 to leave alone", () => {
    expect([leakyLines.length, harmlessLines.length]).toEqual([39, 15]);
    expect(lines).toHaveLength(54);
  });

  test.each(oneLine.map((leaky, index) => ({ ...leaky, index })))(
    "hides what is secret in $line",
    ({ gone, index }) => {
      const found = lines[index] ?? "";
      expect(found).toContain("<redacted:");
      gone.forEach((secret) => {
        expect(found).not.toContain(secret);
      });
    },
  );

  test.each(severalLines)("hides what is secret in the lines $line", ({ gone }) => {
    const [found] = lines.filter((one) => one.startsWith("2025-12-04 10:15:30"));
    expect(found).toBe("2025-12-04 10:15:30 UTC [1] LOG:  <redacted:pem>");
    gone.forEach((secret) => {
      expect(lines.join("\n")).not.toContain(secret);
    });
  });

  test.each(harmlessLines.map((line, index) => ({ line, index })))(
    "leaves $line as it is",
    ({ line, index }) => {
      expect(lines[oneLine.length + index]).toBe(line);
    },
  );
});

test("is done before anything becomes a label or metadata, and the line stays JSON", async () => {
  const line = JSON.stringify({
    timestamp: "2025-12-04T10:15:30Z",
    level: "error",
    trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    context: { tenant_id: "alice@example.com" },
    exception_type: "password=hunter2",
    message: 'login of "bob@example.com" with Bearer abcdef0123456789XYZ',
  });
  const settings = collector({ structuredMetadata: ["trace_id", "tenant_id", "exception_type"] });
  const [found] = await sent([pod("api", [line], { app: "fraiseql-app" })], settings, 1);
  expect(found?.metadata).toEqual({
    trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    tenant_id: "<redacted:email>@example.com",
    exception_type: "password=<redacted:kv-bare>",
  });
  expect(found?.labels).toContain('level="error"');
  expect(JSON.parse(found?.line ?? "")).toMatchObject({
    message: 'login of "<redacted:email>@example.com" with Bearer <redacted:bearer>',
  });
}, 40_000);

test("leaves persons alone with the preset secrets, and everything with none", async () => {
  const lines = ["password=hunter2 of alice@example.com, card 4111 1111 1111 1111"];
  const of = async (preset: string) =>
    (await sent([pod("app", lines)], collector({ redaction: { preset } }), 1))[0]?.line;
  expect(await of("secrets")).toBe(
    "password=<redacted:kv-bare> of alice@example.com, card 4111 1111 1111 1111",
  );
  expect(await of("off")).toBe(lines[0]);
}, 60_000);

test("uses the stack's rules first and those of the user after them", async () => {
  const redaction = {
    preset: "secrets",
    rules: [
      { name: "customer", expression: String.raw`\bcustomer=(\d+)` },
      { name: "again", expression: "(redacted:kv)" },
    ],
  };
  const lines = ["customer=123456 token=abc and customer=7"];
  const [found] = await sent([pod("app", lines)], collector({ redaction }), 1);
  expect(found?.line).toBe(
    "customer=<redacted:customer> token=<<redacted:again>-bare> and customer=<redacted:customer>",
  );
}, 40_000);
