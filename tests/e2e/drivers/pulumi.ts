import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { settingKey, valueAt } from "../../../components/settings/keys";
import { placesOfSecrets } from "../../../components/settings/secretsInClear";
import { toYaml } from "../../../components/yaml";
import { run } from "../../../tools/cluster/run";
import { testBed } from "../../../tools/cluster/testbed";
import { requireEngine } from "./engine";
import type { Outputs } from "../../../tools/deployed/outputs";
import type { Driver, StackConfig } from "./driver";

/** One step of an update, as a preview tells it. */
export interface Step {
  readonly op: string;
  /** The resource's type and logical name, as `type::name`. */
  readonly resource: string;
}

const root = join(__dirname, "..", "..", "..");
const minute = 60_000;

/**
 * The real engine, with its state in a folder of its own. The checkout is only read: the project is
 * a folder of links to it, beside which the stack's file is written.
 */
export class PulumiDriver implements Driver {
  private readonly folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-e2e-"));
  private readonly project = join(this.folder, "project");
  private readonly env: NodeJS.ProcessEnv;
  private ready: Promise<void> | undefined;

  constructor(
    private readonly stack: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.env = {
      ...env,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "end to end",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  async deploy(config: StackConfig): Promise<Outputs> {
    await this.configure(config);
    await this.mustPulumi(["up", "--yes", "--skip-preview"]);
    const outputs = await this.mustPulumi(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(outputs) as Outputs;
  }

  /** Runs an update of what is deployed, which must find nothing to do. */
  async expectNoChanges(): Promise<void> {
    await this.mustPulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]);
  }

  /** What an update to this configuration would do, but for what stays the same. */
  async preview(config: StackConfig): Promise<Step[]> {
    await this.configure(config);
    const { steps } = JSON.parse(await this.mustPulumi(["preview", "--json"])) as {
      steps: { op: string; urn: string }[];
    };
    return (
      steps
        // A reference to another stack is read each time, which changes nothing.
        .filter(({ op }) => op !== "same" && op !== "read")
        .map(({ op, urn }) => ({ op, resource: short(urn) }))
    );
  }

  /** What is in the state, as `type::name`. */
  async resources(): Promise<string[]> {
    const { deployment } = JSON.parse(await this.mustPulumi(["stack", "export"])) as {
      deployment: { resources?: { urn: string }[] };
    };
    return (deployment.resources ?? []).map(({ urn }) => short(urn));
  }

  /** The state as it is stored. */
  async state(): Promise<string> {
    return await this.mustPulumi(["stack", "export"]);
  }

  async destroy(): Promise<void> {
    await this.mustPulumi(["destroy", "--yes", "--skip-preview"]);
  }

  /** The namespaces are removed by whoever claimed them; what is left here is a folder. */
  close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    return Promise.resolve();
  }

  /** Writes the stack's file: the configuration, and what the engine put there to encrypt with. */
  private async configure(config: StackConfig): Promise<void> {
    await (this.ready ??= this.prepare());
    const file = join(this.project, `Pulumi.${this.stack}.yaml`);
    const { encryptionsalt } = load(readFileSync(file, "utf8")) as { encryptionsalt: string };
    const all = testBed.isLocal ? withoutImages(config) : config;
    writeFileSync(file, toYaml({ encryptionsalt, config: all }), { mode: 0o600 });
    await this.encryptSecrets(all);
  }

  /** The program refuses a secret that stands in clear in the stack's file. */
  private async encryptSecrets(config: StackConfig): Promise<void> {
    const texts = Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    for (const path of placesOfSecrets(Object.fromEntries(texts) as Record<string, string>)) {
      const value = valueAt(config[settingKey(path.slice(0, 1))], path.slice(1));
      const set = ["config", "set", "--secret", "--path", settingKey(path), String(value)];
      await this.mustPulumi(set);
    }
  }

  private async prepare(): Promise<void> {
    await requireEngine(this.env);
    mkdirSync(join(this.folder, "state"));
    mkdirSync(this.project);
    for (const name of ["Pulumi.yaml", "package.json", "index.ts", ...linkedFolders]) {
      symlinkSync(join(root, name), join(this.project, name));
    }
    await this.mustPulumi(["stack", "init"]);
  }

  private async mustPulumi(args: readonly string[]): Promise<string> {
    const all = [...args, "--stack", this.stack, "--non-interactive", "--color", "never"];
    const options = { cwd: this.project, env: this.env, timeoutMs: 15 * minute };
    const { stdout, stderr, code } = await run("pulumi", all, options);
    if (code !== 0) {
      const said = `${stdout}\n${stderr}`.trim().slice(-6_000);
      throw new Error(`pulumi ${args.join(" ")} ended with code ${code}: ${said}`);
    }
    return stdout;
  }
}

const linkedFolders = ["components", "tools", "node_modules"];

/** There is no stand-in for Grafana and Tempo on the test bed, and the engine waits for every pod. */
const withoutImages = (config: StackConfig): StackConfig => ({
  ...config,
  "fraiseql-loki:grafana": { ...(config["fraiseql-loki:grafana"] as object), deploy: false },
  "fraiseql-loki:tracing": { deploy: false },
});

function short(urn: string): string {
  const [, , types = "", name = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${types.split("$").at(-1) ?? ""}::${name}`;
}
