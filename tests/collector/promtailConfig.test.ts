import { maxRetries, promtailConfig } from "../../components/collector/promtailConfig";
import { durationMs } from "../../components/settings/durations";
import { toYaml } from "../../components/yaml";
import { devSettings, prodSettings } from "../support/settings";

const dev = {
  settings: devSettings().collector,
  maxLineKb: 256,
  url: "http://loki.loki.svc:3100/loki/api/v1/push",
};
const prod = {
  settings: prodSettings().collector,
  maxLineKb: 256,
  url: "http://gateway.loki.svc:8080/loki/api/v1/push",
  user: "promtail",
};
const known = [
  { id: "shop", redaction: true },
  { id: "pay.ments!", redaction: false },
];
const several = { ...prod, tenants: { known, fallback: "shop" } };

test.each([
  ["dev", dev],
  ["prod", prod],
])("promtail.yaml of %s", (_, args) => {
  expect(toYaml(promtailConfig(args))).toMatchSnapshot();
});

test("pushes without user and tenant where there are none", () => {
  expect(promtailConfig(dev).clients).toEqual([
    {
      url: "http://loki.loki.svc:3100/loki/api/v1/push",
      batchwait: "1s",
      batchsize: 1_048_576,
      timeout: "10s",
      backoff_config: { min_period: "500ms", max_period: "5m", max_retries: 347 },
    },
  ]);
});

test("pushes as a user with a password from a file", () => {
  const [client] = promtailConfig({
    ...prod,
    settings: prodSettings({ collector: { retryFor: "1h" } }).collector,
  }).clients;
  expect(client).toEqual({
    url: "http://gateway.loki.svc:8080/loki/api/v1/push",
    basic_auth: { username: "promtail", password_file: "/etc/promtail/push/password" },
    batchwait: "1s",
    batchsize: 1_048_576,
    timeout: "10s",
    backoff_config: { min_period: "500ms", max_period: "5m", max_retries: 24 },
  });
});

test("verifies a server that has a certificate", () => {
  const [client] = promtailConfig({ ...prod, serverName: "logs.example.com" }).clients;
  expect(client.tls_config).toEqual({
    ca_file: "/etc/promtail/config/ca.crt",
    server_name: "logs.example.com",
  });
});

test("asks for namespaces only where they say whose lines are whose", () => {
  const [one] = promtailConfig(prod).scrape_configs;
  const [many] = promtailConfig(several).scrape_configs;
  expect(one.kubernetes_sd_configs).toEqual([{ role: "pod" }]);
  expect(JSON.stringify(one)).not.toContain("tenant");
  expect(many.kubernetes_sd_configs).toEqual([
    { role: "pod", attach_metadata: { namespace: true } },
  ]);
  expect(many.relabel_configs).toEqual([
    ...one.relabel_configs,
    { replacement: "shop", target_label: "tenant" },
    {
      source_labels: ["__meta_kubernetes_namespace_label_fraiseql_io_tenant"],
      regex: String.raw`(shop|pay\.ments!)`,
      target_label: "tenant",
    },
    {
      source_labels: ["__meta_kubernetes_namespace_annotation_fraiseql_io_tenant"],
      regex: String.raw`(shop|pay\.ments!)`,
      target_label: "tenant",
    },
  ]);
});

test("pushes for the tenant of each line, which is no label of its stream", () => {
  const { clients, scrape_configs } = promtailConfig(several);
  expect(clients[0].tenant_id).toBe("shop");
  expect(scrape_configs[0].pipeline_stages.slice(-3)).toEqual([
    { labelallow: ["namespace", "app", "container", "job", "level", "tenant"] },
    { tenant: { label: "tenant" } },
    { labeldrop: ["tenant"] },
  ]);
});

test("redacts the lines of those tenants that want it", () => {
  const stages = (tenants?: typeof several.tenants) =>
    promtailConfig({ ...prod, ...(tenants && { tenants }) }).scrape_configs[0].pipeline_stages;
  const redactions = stages().filter((stage) => JSON.stringify(stage).includes("redacted"));
  const both = known.map(({ id }) => ({ id, redaction: true }));
  const none = known.map(({ id }) => ({ id, redaction: false }));
  const inAny = (tenants: typeof several.tenants) =>
    stages(tenants).filter((stage) => JSON.stringify(stage).includes("redacted"));
  expect(inAny({ known: both, fallback: "shop" })).toEqual(redactions);
  expect(inAny({ known: none, fallback: "shop" })).toEqual([]);
  expect(inAny(several.tenants)).toEqual([
    { match: { selector: '{tenant=~"shop"}', stages: redactions } },
  ]);
});

test.each([
  [false, undefined],
  [true, true],
])("dropRateLimited %s", (dropRateLimited, expected) => {
  const { collector: settings } = prodSettings({ collector: { dropRateLimited } });
  expect(promtailConfig({ ...prod, settings }).clients[0].drop_rate_limited_batches).toBe(expected);
});

test("cuts lines where Loki does, joined ones too", () => {
  const { limits_config, scrape_configs } = promtailConfig({ ...dev, maxLineKb: 64 });
  expect(limits_config).toEqual({ max_line_size: "64KB", max_line_size_truncate: true });
  expect(scrape_configs[0].pipeline_stages[0]).toEqual({
    cri: { max_partial_line_size: 65_536, max_partial_line_size_truncate: true },
  });
});

/** The waits before each further attempt, as dskit's backoff draws them at the least. */
function shortestWaits(attempts: number): number {
  let [least, most, sum] = [500, 1_000, 0];
  for (let wait = 1; wait < attempts; wait++) {
    sum += least;
    if (most < 300_000) {
      [least, most] = [Math.min(2 * least, 300_000), Math.min(2 * most, 300_000)];
    }
  }
  return sum;
}

test.each([
  ["1ms", 2],
  ["500ms", 2],
  ["501ms", 3],
  ["1m", 8],
  ["255s", 10],
  // Promtail's default of 10 attempts may give up after this, not after the 8.5 minutes it names.
  ["256s", 11],
  ["511s", 11],
  ["512s", 12],
  ["1h", 24],
  ["24h", 347],
  ["168h", 2_372],
])("retries for %s need %i attempts, and no fewer", (retryFor, attempts) => {
  const wanted = durationMs(retryFor);
  expect(maxRetries(wanted)).toBe(attempts);
  expect(shortestWaits(attempts)).toBeGreaterThanOrEqual(wanted);
  expect(shortestWaits(attempts - 1)).toBeLessThan(wanted);
});

test("never retries for ever", () => {
  expect(maxRetries(0)).toBe(1);
});
