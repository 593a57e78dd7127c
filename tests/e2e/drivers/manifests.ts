import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "../../../components/yaml";
import { deployManifests } from "../../../tools/cluster/deployManifests";
import type { Kubectl } from "../../../tools/cluster/kubectl";
import { testBed } from "../../../tools/cluster/testbed";
import type { Outputs } from "../../../tools/deployed/outputs";
import type { Manifest } from "../../../tools/render/manifests";
import { renderStack, type Rendering } from "../../../tools/render/renderStack";
import type { Driver, StackConfig } from "./driver";

/** Renders the stack and applies the files, as a user without the engine would. */
export class ManifestsDriver implements Driver {
  private readonly folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-e2e-"));

  constructor(
    private readonly stack: string,
    private readonly kubectl: Kubectl,
  ) {}

  async deploy(config: StackConfig): Promise<Outputs> {
    const rendering = await this.render(config);
    await deployManifests(this.kubectl, rendering, { skip: withoutImage });
    return rendering.outputs as unknown as Outputs;
  }

  /** Renders only. Generated passwords stay the same from one rendering to the next. */
  async render(config: StackConfig): Promise<Rendering> {
    const configFile = join(this.folder, `Pulumi.${this.stack}.yaml`);
    writeFileSync(configFile, toYaml({ config }), { mode: 0o600 });
    return await renderStack({
      stack: this.stack,
      configFile,
      out: join(this.folder, "rendered"),
    });
  }

  close(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    return Promise.resolve();
  }
}

/** There is no stand-in for Grafana and Tempo on the test bed. */
export const withoutImage = ({ kind, metadata: { name } }: Manifest) =>
  testBed.isLocal &&
  (kind === "Deployment" || kind === "StatefulSet") &&
  (name === "grafana" || name === "tempo");
