import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSettings } from "../../components/settings/checkSettings";
import { keysOfSecrets } from "../../components/settings/secretsInClear";
import program from "../../index";
import { evaluate } from "../evaluate";
import { cloudFile, cloudReferences, unresolvedManifests } from "./cloud";
import { GeneratedValues } from "./generatedValues";
import { grafanaFiles } from "./grafanaFiles";
import { configFiles, manifestFiles, manifests, type Manifest } from "./manifests";
import { readStackFile, type StackConfig } from "./stackFile";
import { refuseForeignFolder, replaceFolder, valuesFile } from "./write";

const outputsFile = "outputs.json";

export interface RenderOptions {
  readonly stack: string;
  /** Stack file. @default `Pulumi.<stack>.yaml` */
  readonly configFile?: string;
  /** Folder to write. @default `rendered/<stack>` */
  readonly out?: string;
  /** Makes passwords and tokens anew. @default false */
  readonly rotate?: boolean;
}

export interface Rendering {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
  readonly outputs: Record<string, unknown>;
  /** Manifests that need a value which only the cloud can give. */
  readonly unresolved: readonly string[];
}

/** What the last rendering into this folder returned, as the engine would remember it. */
function lastOutputs(folder: string): Record<string, unknown> {
  const file = join(folder, outputsFile);
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>)
    : {};
}

/** Evaluates the real program with a stack's file and writes everything it would deploy. */
export async function renderStack(options: RenderOptions): Promise<Rendering> {
  const { stack, rotate = false } = options;
  const root = join(__dirname, "..", "..");
  const { configFile = join(root, `Pulumi.${stack}.yaml`) } = options;
  const { out: folder = join(root, "rendered", stack) } = options;
  const config = readStackFile(configFile);
  refuseForeignFolder(folder);
  // A file of one's own is for rendering only, and nothing could decrypt its secrets.
  const secretKeys = options.configFile === undefined ? [] : keysOfSecrets(config);
  const values = new GeneratedValues(join(folder, valuesFile), rotate);
  const { resources, outputs } = await evaluate(program, {
    stack,
    config,
    secretKeys,
    lastOutputs: lastOutputs(folder),
    created: (resource) => ({ ...cloudReferences(resource), ...values.create(resource) }),
  });
  const objects = manifests(resources);
  replaceFolder(folder, [
    ...manifestFiles(objects),
    ...configFiles(objects),
    ...forGrafana(stack, config, outputs),
    cloudFile(resources),
    // With passwords: whoever may read this may read the logs.
    { path: outputsFile, content: `${JSON.stringify(outputs, null, 2)}\n`, secret: true },
    { path: valuesFile, content: values.toJson(), secret: true },
  ]);
  return { folder, manifests: objects, outputs, unresolved: unresolvedManifests(objects) };
}

/** The files of a Grafana that is not the stack's own, where the program says what its data sources are. */
function forGrafana(stack: string, config: StackConfig, outputs: Record<string, unknown>) {
  const { grafanaDatasources: datasources } = outputs;
  // The program has judged them already: this only reads them.
  const secretKeys = new Set(keysOfSecrets(config));
  const { settings } = checkSettings({ stack, config, secretKeys }, new Date());
  return settings !== undefined && typeof datasources === "string"
    ? grafanaFiles(settings, datasources)
    : [];
}
