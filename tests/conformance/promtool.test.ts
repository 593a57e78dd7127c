import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump } from "js-yaml";
import { metricAlertNames } from "../../components/alerts/alertNames";
import type { AlertingRule } from "../../components/alerts/ruleFile";
import { toYaml } from "../../components/yaml";
import type { Firing } from "../alerts/cases/case";
import { metricCases } from "../alerts/cases/metricCases";
import { everyMetricRule } from "../alerts/fixtures";
import { program } from "../support/programs";
import { renderedStacks } from "../support/rendered";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-promtool-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function promtool(what: "check" | "test", file: string, content?: object) {
  const path = join(folder, file);
  if (content !== undefined) {
    writeFileSync(path, dump(content, { lineWidth: -1, noRefs: true }));
  }
  const { status, stdout, stderr } = spawnSync(program("promtool"), [what, "rules", path], {
    encoding: "utf8",
    timeout: 120_000,
  });
  return { passed: status === 0, output: `${stdout}${stderr}` };
}

const rules = new Map(
  everyMetricRule.groups.flatMap((group) => group.rules).map((rule) => [rule.alert, rule]),
);

/** The text of a template that shows labels only. */
const withLabels = (text: string, labels: Readonly<Record<string, string>>) =>
  text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? "");

function expected({ labels, annotations }: AlertingRule, firing: Firing) {
  return {
    exp_labels: { ...labels, ...firing.labels },
    exp_annotations: {
      ...annotations,
      summary: withLabels(annotations.summary, firing.labels),
      description: firing.description,
    },
  };
}

const unitTest = (name: string, which: "firing" | "quiet", on = which === "firing") => {
  const rule = rules.get(name);
  const cases = metricCases[name as keyof typeof metricCases];
  if (rule === undefined) {
    throw new Error(`there is no rule of the alert ${name}`);
  }
  const { series, at } = cases[which];
  return {
    interval: "1m",
    input_series: Object.entries(series).map(([labels, values]) => ({ series: labels, values })),
    alert_rule_test: [
      { eval_time: at, alertname: name, exp_alerts: on ? [expected(rule, cases.firing)] : [] },
    ],
  };
};

/** Runs tests with the rules of one alert: all of them, minute by minute over a day, take long. */
function run(name: string, tests: readonly object[]) {
  const alone = { groups: [{ name: "alone", rules: [rules.get(name)] }] };
  writeFileSync(join(folder, "rules.yaml"), toYaml(alone));
  return promtool("test", "tests.yaml", {
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests,
  });
}

test.each(metricAlertNames)(
  "%s fires where it should, with its labels and texts, and is quiet where it should be",
  (name) => {
    const { passed, output } = run(name, [unitTest(name, "firing"), unitTest(name, "quiet")]);
    expect({ passed, output }).toEqual({
      passed: true,
      output: expect.stringContaining("SUCCESS") as string,
    });
  },
);

test("the same check finds an alert that does not fire, and one that does", () => {
  const name = "LokiWalDiskFilling";
  const silent = run(name, [unitTest(name, "quiet", true)]);
  expect(silent).toEqual({ passed: false, output: expect.stringContaining("exp:") as string });
  const noisy = run(name, [unitTest(name, "firing", false)]);
  expect(noisy).toEqual({ passed: false, output: expect.stringContaining("got:") as string });
});

test("Prometheus takes the rules of every stack", async () => {
  const stacks = await renderedStacks();
  const files = stacks.flatMap(({ name, files: { "loki-alerts.yaml": file } }) =>
    file === undefined ? [] : [{ name, file }],
  );
  expect(files.map(({ name }) => name)).toContain("prod");
  const refused = files.filter(({ name, file }, index) => {
    writeFileSync(join(folder, `stack-${index}.yaml`), file);
    const { passed, output } = promtool("check", `stack-${index}.yaml`);
    return !passed || !/SUCCESS: [1-9]/.test(output) || name === "";
  });
  expect(refused).toEqual([]);
}, 120_000);

test("Prometheus refuses a rule that is no PromQL", () => {
  const broken = { groups: [{ name: "broken", rules: [{ alert: "Broken", expr: "sum(" }] }] };
  expect(promtool("check", "broken.yaml", broken).passed).toBe(false);
});
