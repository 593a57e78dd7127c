import { checkSettings } from "../../components/settings/checkSettings";
import { settingKey, valueAt } from "../../components/settings/keys";
import { problemsText } from "../../components/settings/problems";
import { placesOfSecrets } from "../../components/settings/secretsInClear";
import type { StoredConfig } from "../../components/settings/stackFiles";

/** Settings by area, as a stack file holds them. */
export type Areas = Readonly<Record<string, unknown>>;

/** One row of the bad-input matrix. */
export interface BadInput {
  readonly row: string;
  readonly stack: "dev" | "prod";
  readonly bad: Areas;
  /** Keys that the engine calls secret. @default exactly the secrets are encrypted */
  readonly encrypted?: readonly string[];
  /** Files of other stacks. @default none */
  readonly others?: Readonly<Record<string, StoredConfig>>;
  /** Everything that is said about it. */
  readonly message: string;
  /** The valid neighbour: the nearest value that passes. */
  readonly good: Areas;
}

/** The day on which the tests judge schema periods. */
export const today = new Date("2026-11-23T12:00:00Z");

const buckets = { chunksBucket: "acme-chunks", rulerBucket: "acme-ruler" };

/** Valid S3 storage with changes. */
export const s3 = (changes: Areas = {}) => ({
  kind: "s3",
  region: "eu-west-1",
  ...buckets,
  identity: { kind: "podIdentity", clusterName: "acme" },
  ...changes,
});

/** Valid GCS storage with changes. */
export const gcs = (changes: Areas = {}) => ({
  kind: "gcs",
  project: "acme-prod",
  projectNumber: "123456789012",
  location: "EU",
  ...buckets,
  ...changes,
});

/** Valid storage in another store, with changes. */
export const s3Compatible = (changes: Areas = {}) => ({
  kind: "s3Compatible",
  endpoint: "https://objects.example.com:9000",
  ...buckets,
  credentials: { existingSecret: "loki-object-store" },
  ...changes,
});

/** Pulumi's flat map of the settings: keys of other namespaces as they are. */
export function flat(areas: Areas): Record<string, string> {
  return Object.fromEntries(
    Object.entries(areas)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.includes(":") ? key : `fraiseql-loki:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
  );
}

/** A stack file in which every secret is encrypted, and which of its keys the engine then calls secret. */
function allEncrypted(config: Readonly<Record<string, string>>, areas: Areas) {
  const places = placesOfSecrets(config);
  const stackFile = Object.fromEntries(
    Object.entries(areas).map(([area, value]) => [settingKey([area]), structuredClone(value)]),
  );
  for (const path of places) {
    const holder = valueAt(stackFile, [settingKey(path.slice(0, 1)), ...path.slice(1, -1)]);
    (holder as Record<string | number, unknown>)[path.at(-1) ?? ""] = { secure: "v1:abc" };
  }
  return { secretKeys: places.map((path) => settingKey(path.slice(0, 1))), stackFile };
}

/**
 * What is found in a stack's settings. Storage of a production stack is S3 unless it is given.
 * @param secretKeys what the engine calls secret, in place of exactly the secrets
 */
export function check(
  stack: string,
  areas: Areas,
  secretKeys?: readonly string[],
  others: Readonly<Record<string, StoredConfig>> = {},
) {
  const all = stack === "prod" ? { storage: s3(), ...areas } : areas;
  const config = flat(all);
  const known =
    secretKeys === undefined ? allEncrypted(config, all) : { secretKeys, stackFile: undefined };
  const own = known.stackFile === undefined ? {} : { [stack]: known.stackFile };
  const stackFiles = new Map(Object.entries({ ...others, ...own }));
  return checkSettings({ stack, config, secretKeys: new Set(known.secretKeys), stackFiles }, today);
}

/** Every problem as one text, as `pulumi up` shows it; empty where there is none. */
export function problemsOf(...input: Parameters<typeof check>): string {
  return problemsText("error", check(...input).problems);
}

/** What is said of a secret that is not encrypted. */
export const inClear = (stack: string, path: string) =>
  `config error [C57] fraiseql-loki:${path}: got a secret in clear text; expected an encrypted one: whoever reads Pulumi.${stack}.yaml or its history has it.
  Fix: pulumi config set --secret --path 'fraiseql-loki:${path}' <value> (a new one: this one may be known)`;

/** Every warning as one text. */
export function warningsOf(stack: string, areas: Areas): string {
  return problemsText("warning", check(stack, areas).warnings);
}

/** Tests each row: the whole message, and that the neighbour passes. */
export function testRows(rows: readonly BadInput[]): void {
  const cases = rows.map((row) => ({ ...row, input: JSON.stringify(row.bad).slice(0, 300) }));
  test.each(cases)(
    "$row refuses $input on $stack",
    ({ stack, bad, message, encrypted, others }) => {
      expect(problemsOf(stack, bad, encrypted, others)).toBe(message);
    },
  );
  test.each(cases)("$row accepts the neighbour of $input on $stack", ({ stack, good, others }) => {
    expect(problemsOf(stack, good, undefined, others)).toBe("");
  });
}

/** An account elsewhere, but for Grafana's own password there. */
export const provider = {
  clientId: "grafana",
  authUrl: "https://sso.example.com/authorize",
  tokenUrl: "https://sso.example.com/token",
  apiUrl: "https://sso.example.com/userinfo",
  allowedDomains: ["example.com"],
};
