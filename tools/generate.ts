import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { settingsTree } from "../components/settings/settingsTree";
import { introduction, settingsPage } from "./settingsPage";
import { stackFileSchema } from "./stackFileSchema";

/** The files that are made from the settings' schema, by name, with their contents. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const [dev, prod] = [settingsTree("dev"), settingsTree("prod")];
  return {
    "settings.schema.json": await formatted("json", JSON.stringify(stackFileSchema(dev, prod))),
    "docs/settings.md": await formatted("markdown", settingsPage(introduction, dev, prod)),
  };
}

/** As `npm run format` would leave it. */
async function formatted(parser: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(__filename)), parser });
}

async function main(): Promise<void> {
  for (const [name, text] of Object.entries(await generatedFiles())) {
    writeFileSync(join(__dirname, "..", name), text);
    console.log(`wrote ${name}`);
  }
}

if (require.main === module) {
  void main();
}
