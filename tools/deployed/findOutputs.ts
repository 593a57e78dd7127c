import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "../cluster/run";
import { Refusal } from "../refusal";
import type { StackTarget } from "./options";
import type { Outputs } from "./outputs";

const root = join(__dirname, "..", "..");

/** A place where a stack's outputs were looked for. */
export interface FoundOutputs {
  /** For messages. */
  readonly from: string;
  readonly outputs: Outputs;
}

/**
 * The stack's outputs from each place that has some: the named file alone or, where none is named,
 * the last rendering and then Pulumi's state. Which of the two is deployed, the cluster tells.
 */
export async function* findOutputs(target: StackTarget): AsyncGenerator<FoundOutputs> {
  const { stack, outputsFile } = target;
  if (outputsFile !== undefined) {
    const named = readOutputs(outputsFile);
    if (named === undefined) {
      throw new Refusal(`there is no ${outputsFile}: name the file of the outputs with --outputs`);
    }
    yield { from: outputsFile, outputs: named };
    return;
  }
  const file = join(root, "rendered", stack, "outputs.json");
  const rendered = readOutputs(file);
  if (rendered !== undefined) {
    yield { from: relative(root, file), outputs: rendered };
  }
  const engine = await askEngine(stack);
  if (engine !== undefined) {
    yield { from: "pulumi stack output", outputs: engine };
  }
}

function readOutputs(file: string): Outputs | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  return parse(text, file);
}

function parse(text: string, from: string): Outputs {
  let outputs: unknown;
  try {
    outputs = JSON.parse(text);
  } catch {
    outputs = undefined;
  }
  const { stackId, namespace } = (outputs ?? {}) as Partial<Outputs>;
  if (typeof stackId !== "string" || typeof namespace !== "string") {
    throw new Refusal(
      `${from} holds no outputs of this program: expected JSON with stackId and namespace, as npm run render and pulumi stack output --json write it`,
    );
  }
  return outputs as Outputs;
}

/** What Pulumi's state says; nothing where there is no Pulumi, no such stack or no access to it. */
async function askEngine(stack: string): Promise<Outputs | undefined> {
  const args = ["stack", "output", "--json", "--show-secrets", "--non-interactive"];
  const asked = await run("pulumi", [...args, "--stack", stack], { cwd: root }).catch(
    () => undefined,
  );
  return asked?.code === 0 && asked.stdout.trim() !== "{}"
    ? parse(asked.stdout, "pulumi stack output")
    : undefined;
}
