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
  tenant: "fraiseql",
  user: "promtail",
};

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

test("pushes as a user with a password from a file, for a tenant", () => {
  const [client] = promtailConfig({
    ...prod,
    settings: prodSettings({ collector: { retryFor: "1h" } }).collector,
  }).clients;
  expect(client).toEqual({
    url: "http://gateway.loki.svc:8080/loki/api/v1/push",
    tenant_id: "fraiseql",
    basic_auth: { username: "promtail", password_file: "/etc/promtail/push/password" },
    batchwait: "1s",
    batchsize: 1_048_576,
    timeout: "10s",
    backoff_config: { min_period: "500ms", max_period: "5m", max_retries: 24 },
  });
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
