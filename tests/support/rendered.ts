import * as pulumi from "@pulumi/pulumi";
import { manifests, type Manifest } from "../../tools/render/manifests";
import { evaluateStack } from "./stacks";
import { variants } from "./variants";

/** A stack as it is rendered: its objects and the files that its ConfigMaps hold. */
export interface RenderedStack {
  readonly name: string;
  readonly objects: readonly Manifest[];
  readonly files: Readonly<Record<string, string>>;
}

/** Every stack that a user may make of the project's two files. */
export async function renderedStacks(): Promise<RenderedStack[]> {
  jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const stacks: RenderedStack[] = [];
  // One after the other: the SDK holds one program at a time.
  for (const { name, stack, areas } of variants) {
    const { resources } = await evaluateStack(stack, areas);
    const objects = manifests(resources);
    const files = objects
      .filter(({ kind }) => kind === "ConfigMap")
      .map((configMap) => configMap["data"] as Record<string, string>);
    stacks.push({ name, objects, files: Object.assign({}, ...files) as Record<string, string> });
  }
  return stacks;
}
