import { project } from "../components/settings/keys";
import type { SettingsNode } from "../components/settings/settingsTree";

/** JSON Schema as it is written to a file. */
type JsonSchema = Record<string, unknown>;

/** What `pulumi config set --secret` leaves in the stack file. */
const encrypted = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
};

/**
 * Schema of a whole `Pulumi.<stack>.yaml`, for editors.
 * @see https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
export function stackFileSchema(dev: SettingsNode, prod: SettingsNode): JsonSchema {
  const settings = Object.entries(prod.properties ?? {}).map(([name, node]) => [
    `${project}:${name}`,
    setting(dev.properties?.[name] ?? {}, node),
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: `Stack settings of ${project}`,
    type: "object",
    properties: {
      secretsprovider: { type: "string" },
      encryptedkey: { type: "string" },
      encryptionsalt: { type: "string" },
      environment: { type: ["array", "object"], description: "Pulumi ESC." },
      config: {
        type: "object",
        properties: {
          ...(Object.fromEntries(settings) as JsonSchema),
          "aws:region": { type: "string", examples: ["eu-west-1"] },
          "gcp:project": { type: "string" },
        },
        // Settings of Pulumi's providers.
        patternProperties: { [`^(?!${project}:)[^:]+:`]: {} },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}

/** One place, in the form both environments share. */
function setting(dev: SettingsNode, prod: SettingsNode): JsonSchema {
  const { description, properties, items, oneOf, anyOf } = prod;
  const told = [description, defaultsText(dev.default, prod.default)].filter((text) => text);
  const shared = {
    ...ownKeywords(prod),
    ...(told.length > 0 && { description: told.join(" ") }),
  };
  if (prod.writeOnly === true) {
    return { description: shared.description, anyOf: [{ type: "string" }, encrypted] };
  }
  return {
    ...shared,
    ...(properties && { required: requiredMembers(prod) }),
    ...(properties && { properties: settingMembers(dev, properties) }),
    ...(items && { items: setting(dev.items ?? {}, items) }),
    ...(oneOf && { oneOf: oneOf.map((one, index) => setting(dev.oneOf?.[index] ?? {}, one)) }),
    ...(anyOf && { anyOf: anyOf.map((one, index) => setting(dev.anyOf?.[index] ?? {}, one)) }),
  };
}

function settingMembers(dev: SettingsNode, properties: NonNullable<SettingsNode["properties"]>) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, node]) => [
      name,
      setting(dev.properties?.[name] ?? {}, node),
    ]),
  );
}

/** What is said about the value itself, without the bounds that zod adds to every whole number. */
function ownKeywords(node: SettingsNode): JsonSchema {
  const elsewhere = ["row", "default", "description", "required"];
  const nested = ["properties", "items", "oneOf", "anyOf"];
  const isNoBound = (value: unknown) =>
    typeof value === "number" && Math.abs(value) >= Number.MAX_SAFE_INTEGER;
  return Object.fromEntries(
    Object.entries(node).filter(
      ([name, value]) => ![...elsewhere, ...nested].includes(name) && !isNoBound(value),
    ),
  );
}

/** What an object must have in the stack file. S3's region may come from `aws:region` instead. */
export function requiredMembers({ properties = {}, required = [] }: SettingsNode): string[] {
  return required.filter((name) => properties[name]?.missing !== "C19");
}

/** Whether a default says more than that the members have defaults of their own. */
export function isTelling(value: unknown): boolean {
  return (
    value !== undefined &&
    (typeof value !== "object" || value === null || Object.keys(value).length > 0)
  );
}

function defaultsText(dev: unknown, prod: unknown): string {
  const [inDev, inProd] = [dev, prod].map((value) =>
    isTelling(value) ? JSON.stringify(value) : "none",
  );
  if (inDev === inProd) {
    return inDev === "none" ? "" : `Default: ${inDev}.`;
  }
  return `Default: ${inDev} in dev, ${inProd} in prod.`;
}
