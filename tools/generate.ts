import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { settingsTree } from "../components/settings/settingsTree";
import { alertsPage } from "./alertsPage";
import { dashboardFilesToGenerate } from "./dashboards/generatedDashboards";
import { queriesPage } from "./queriesPage";
import { introduction, settingsPage } from "./settingsPage";
import { stackFileSchema } from "./stackFileSchema";

/** The files that are made from the program's own data, by name, with their contents. */
export function generatedFiles(): Record<string, string> {
  const [dev, prod] = [settingsTree("dev"), settingsTree("prod")];
  return {
    "settings.schema.json": `${JSON.stringify(stackFileSchema(dev, prod), undefined, 2)}\n`,
    "docs/settings.md": settingsPage(introduction, dev, prod),
    "docs/alerts.md": alertsPage(join(__dirname, "..", "docs", "alerts.md")),
    "docs/queries.md": queriesPage(join(__dirname, "..", "docs", "queries.md")),
    ...dashboardFilesToGenerate(),
  };
}

if (require.main === module) {
  for (const [name, text] of Object.entries(generatedFiles())) {
    writeFileSync(join(__dirname, "..", name), text);
    console.log(`wrote ${name}`);
  }
}
