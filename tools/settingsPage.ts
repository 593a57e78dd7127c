import { project } from "../components/settings/keys";
import type { SettingsNode } from "../components/settings/settingsTree";
import { isTelling, requiredMembers } from "./stackFileSchema";

/** A place in the settings as both environments have it. */
interface Place {
  readonly path: string;
  readonly dev: SettingsNode;
  readonly prod: SettingsNode;
  readonly required: boolean;
}

/** The settings reference: an introduction, then a table for each area. */
export function settingsPage(introduction: string, dev: SettingsNode, prod: SettingsNode): string {
  const areas = Object.entries(prod.properties ?? {}).map(([name, node]) => ({
    path: name,
    dev: dev.properties?.[name] ?? {},
    prod: node,
    required: false,
  }));
  const scalars = areas.filter(({ prod: node }) => node.type === "string");
  const structured = areas.filter(({ prod: node }) => node.type !== "string");
  return [
    introduction.trim(),
    "## The stack",
    table(scalars),
    ...structured.flatMap((area) => section(area)),
  ]
    .join("\n\n")
    .concat("\n");
}

function section(area: Place): string[] {
  const heading = `## ${area.path}`;
  const sections = [heading, area.prod.description ?? ""];
  const { oneOf } = area.prod;
  if (oneOf === undefined) {
    return [...sections, table(leaves(area))];
  }
  const chosen = area.dev.default as { kind?: string } | undefined;
  const inProd = area.prod.default as { kind?: string } | undefined;
  sections.push(
    `Default kind: ${code(chosen?.kind)} in dev, ${inProd === undefined ? "none" : code(inProd.kind)} in prod.`,
  );
  oneOf.forEach((variant, index) => {
    const place = { ...area, prod: variant, dev: area.dev.oneOf?.[index] ?? {} };
    const kind = variant.properties?.["kind"];
    const rows = leaves(place).filter(({ path }) => path !== `${area.path}.kind`);
    sections.push(`### ${area.path}, kind: ${kind?.const ?? ""}`, kind?.description ?? "");
    if (rows.length > 0) {
      sections.push(table(rows));
    }
  });
  return sections;
}

/** Every place that holds one value or a list of such. */
function leaves(place: Place): Place[] {
  const { path, dev, prod } = place;
  const variants = prod.oneOf ?? prod.anyOf;
  if (variants !== undefined) {
    const inDev = dev.oneOf ?? dev.anyOf ?? [];
    const all = variants.flatMap((variant, index) =>
      leaves({ ...place, prod: variant, dev: inDev[index] ?? {} }),
    );
    return joinKinds(all);
  }
  const item = prod.items;
  if (item?.properties !== undefined) {
    return leaves({ ...place, path: `${path}[]`, dev: dev.items ?? {}, prod: item });
  }
  return prod.properties === undefined
    ? [place]
    : Object.entries(prod.properties).flatMap(([name, node]) =>
        leaves({
          path: `${path}.${name}`,
          dev: dev.properties?.[name] ?? {},
          prod: node,
          required: requiredMembers(prod).includes(name),
        }),
      );
}

/** The `kind` of each variant is one row. */
function joinKinds(places: readonly Place[]): Place[] {
  const kinds = places.filter(({ path, prod }) => path.endsWith(".kind") && prod.const);
  const [first] = kinds;
  const rows = places.map((place) => JSON.stringify(place));
  // What several kinds have in common is one row.
  const rest = places.filter(
    (place, index) => !kinds.includes(place) && rows.indexOf(rows[index] ?? "") === index,
  );
  if (first === undefined) {
    return rest;
  }
  const options = kinds.flatMap(({ prod }) => prod.const ?? []);
  const meaning = kinds.map(({ prod }) => `${prod.const ?? ""}: ${prod.description ?? ""}`);
  const prod = { enum: options, description: meaning.join(" ") };
  return [{ ...first, prod, dev: prod }, ...rest];
}

function table(places: readonly Place[]): string {
  const rows = places.map(({ path, dev, prod, required }) => [
    `\`${path}\``,
    typeText(prod),
    defaultText(dev, required),
    defaultText(prod, required),
    prod.description ?? "",
  ]);
  const head = ["Key", "Type", "Default in dev", "Default in prod", "Meaning"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function typeText(node: SettingsNode): string {
  if (node.type === "array") {
    return `list of ${typeText(node.items ?? {})}`;
  }
  if (node.writeOnly === true) {
    return "secret";
  }
  const choices = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (choices !== undefined) {
    return choices.map(code).join(", ");
  }
  const names: Record<string, string> = {
    integer: "whole number",
    boolean: "true or false",
    object: "texts by name",
  };
  const name = node.title ?? names[node.type ?? ""] ?? (node.type === "number" ? "number" : "text");
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = node;
  if (maximum < Number.MAX_SAFE_INTEGER) {
    return `${name}, ${minimum} to ${maximum}`;
  }
  return minimum > Number.MIN_SAFE_INTEGER ? `${name}, ${minimum} or more` : name;
}

function defaultText(node: SettingsNode, required: boolean): string {
  if (!isTelling(node.default)) {
    return Array.isArray(node.default) ? "empty" : required ? "required" : "unset";
  }
  return code(node.default);
}

function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

/** First line of every stack file, so that editors know its settings. */
export const editorLine = "# yaml-language-server: $schema=./settings.schema.json";

/** Where a reader of the page begins. */
export const introduction = `
# Settings

Every setting of a stack, made by \`npm run generate\` from the schema in \`components/settings/\`.
Settings stand in \`Pulumi.<stack>.yaml\` under \`${project}:<area>\`, or are set one by one:

\`\`\`sh
pulumi config set --path '${project}:loki.replicas' 3
pulumi config set --secret --path '${project}:grafana.adminPassword' "$PASSWORD"
\`\`\`

All problems of a stack are reported at once, before anything is created. An unknown key names the
nearest valid one. A rule for production is an error in prod and a warning in dev.

A value under a key that holds one secret is encrypted as a whole by Pulumi, and messages then show
none of it. "required" means: where that kind is chosen.

Which defaults hold is said by \`${project}:environment\`, \`dev\` or \`prod\`; the stacks called \`dev\`
and \`prod\` need not say it.

## A production stack

On AWS, with the bucket's region taken from the provider:

\`\`\`yaml
${editorLine}
config:
  aws:region: eu-west-1
  ${project}:storage:
    kind: s3
    chunksBucket: acme-loki-chunks
    rulerBucket: acme-loki-ruler
    identity:
      kind: podIdentity
      clusterName: acme-prod
\`\`\`

On Google Cloud:

\`\`\`yaml
${editorLine}
config:
  gcp:project: acme-prod
  ${project}:storage:
    kind: gcs
    project: acme-prod
    projectNumber: "123456789012"
    location: EU
    chunksBucket: acme-loki-chunks
    rulerBucket: acme-loki-ruler
\`\`\`

With an existing store that has S3's interface, whose credentials are in a Secret of the cluster:

\`\`\`yaml
${editorLine}
config:
  ${project}:storage:
    kind: s3Compatible
    endpoint: https://objects.example.com:9000
    chunksBucket: loki-chunks
    rulerBucket: loki-ruler
    credentials:
      existingSecret: loki-object-store
\`\`\`
`;
