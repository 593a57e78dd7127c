import type * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../evaluate";
import { manifestFiles, type Manifest, type RenderedFile } from "./manifests";

/** What stands for a secret in a file that people share. */
const masked = "[secret]";

/** The resources that are neither Kubernetes objects nor random values. */
export function cloudFile(resources: readonly Registered[]): RenderedFile {
  const cloud = resources
    .filter(({ custom, type }) => custom && !/^(?:kubernetes|random|pulumi):/.test(type))
    .map(({ name, type, inputs, secretPaths }) => ({
      name,
      type,
      inputs: mask(inputs, "", new Set(secretPaths)),
    }));
  return { path: "cloud.json", content: `${JSON.stringify(cloud, null, 2)}\n`, secret: false };
}

function mask(value: unknown, path: string, secretPaths: ReadonlySet<string>): unknown {
  if (secretPaths.has(path)) {
    return masked;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => mask(item, `${path}[${index}]`, secretPaths));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, mask(item, path === "" ? key : `${path}.${key}`, secretPaths)]),
  );
}

/** What a cloud resource would return once it exists: here only a note of where it comes from. */
export function cloudReferences(resource: pulumi.runtime.MockResourceArgs): Record<string, string> {
  return resource.type.startsWith("aws:") ? { arn: `<arn of ${resource.name}>` } : {};
}

/** Manifests that hold such a note, which has to be replaced before they are applied. */
export function unresolvedManifests(objects: readonly Manifest[]): string[] {
  return manifestFiles(objects)
    .filter(({ content }) => /<arn of [^>]+>/.test(content))
    .map(({ path }) => path);
}
