import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluationFigures, renderUsage } from "./bench/evaluation";
import { firstQueryFigures } from "./bench/firstQuery";
import { root, wallSeconds } from "./bench/measure";
import { performancePage } from "./bench/report";
import { command } from "./refusal";
import { step } from "./start/progress";

/** Lines of the production stack file that are neither comments nor empty. */
function settingsLines(): number {
  const file = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");
  return file.split("\n").filter((line) => /^\s*[^#\s]/.test(line)).length;
}

void command(async () => {
  const evaluation = await step("evaluations", () => Promise.resolve(evaluationFigures()));
  const render = await step("renderings", () => Promise.resolve(renderUsage()));
  const testSeconds = await step("npm test", () => Promise.resolve(wallSeconds("npm", ["test"])));
  const dev = await step("three deployments of dev", () => firstQueryFigures("dev"));
  const prod = await step("three deployments of the prod shape", () => firstQueryFigures("prod"));
  const figures = {
    evaluation,
    render,
    testSeconds,
    settingsLines: settingsLines(),
    firstQuery: [dev, prod],
  };
  const page = performancePage(figures, new Date().toISOString().slice(0, 10));
  writeFileSync(join(root, "docs", "performance.md"), page);
});
