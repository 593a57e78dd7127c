import { load } from "js-yaml";
import { problemsText } from "../../components/settings/problems";
import { certificates } from "../support/certificateTexts";
import { check, type Areas } from "../settings/badInput";
import { place, type Block } from "./blocks";

const prefix = "fraiseql-loki:";

/** The settings of a block by their full keys: a whole stack file, or keys that begin with `fraiseql-loki:`. */
export function settingsOf(block: Block): Areas {
  const found = load(written(block.code)) as Record<string, unknown>;
  const settings = (found["config"] ?? found) as Record<string, unknown>;
  const others = Object.keys(settings).filter((key) => !key.includes(":"));
  if (others.length > 0) {
    throw new Error(
      `${place(block)} has ${others.join(", ")}: settings stand under keys such as ${prefix}loki`,
    );
  }
  return settings;
}

/** The page's block with a certificate and a day in place of what stands for them. */
const written = (code: string) =>
  code
    .replace(/^( *)-----BEGIN CERTIFICATE-----\n *…$/gm, (_, indent: string) =>
      certificates.authority
        .trimEnd()
        .split("\n")
        .map((line) => `${indent}${line}`)
        .join("\n"),
    )
    .replaceAll("<today>", "2026-11-23");

/** What the program says about settings: of a production stack, else of one for development. */
export function settingsProblems(settings: Areas): string {
  const environment = settings[`${prefix}environment`];
  const secret = { [`${prefix}grafana`]: "oauth.clientSecret" };
  const named = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      key in secret ? withClientSecret(value) : value,
    ]),
  );
  const stacks = typeof environment === "string" ? [environment] : ["prod", "dev"];
  const found = stacks.map((stack) => problemsOf(stack, named));
  return found.includes("") ? "" : (found[0] ?? "");
}

/** The page sets it encrypted, by a command. */
function withClientSecret(grafana: unknown): unknown {
  const { oauth } = grafana as { oauth?: object };
  return oauth === undefined
    ? grafana
    : { ...(grafana as object), oauth: { ...oauth, clientSecret: "a-secret-of-the-provider" } };
}

function problemsOf(stack: string, settings: Areas): string {
  const storage = `${prefix}storage` in settings ? { storage: undefined } : {};
  const secrets = ["fraiseql-loki:grafana"];
  return problemsText("error", check(stack, { ...storage, ...settings }, secrets).problems);
}
