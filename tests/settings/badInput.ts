import { checkSettings } from "../../components/settings/checkSettings";
import { problemsText } from "../../components/settings/problems";

/** Settings by area, as a stack file holds them. */
export type Areas = Readonly<Record<string, unknown>>;

/** One row of the bad-input matrix. */
export interface BadInput {
  readonly row: string;
  readonly stack: "dev" | "prod";
  readonly bad: Areas;
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

/** What is found in a stack's settings. Storage of a production stack is S3 unless it is given. */
export function check(stack: string, areas: Areas, secretKeys: readonly string[] = []) {
  const stored = stack === "prod" ? { storage: s3(), ...areas } : areas;
  const config = flat(stored);
  return checkSettings({ stack, config, secretKeys: new Set(secretKeys) }, today);
}

/** Every problem as one text, as `pulumi up` shows it; empty where there is none. */
export function problemsOf(stack: string, areas: Areas, secretKeys?: readonly string[]): string {
  return problemsText("error", check(stack, areas, secretKeys).problems);
}

/** Every warning as one text. */
export function warningsOf(stack: string, areas: Areas): string {
  return problemsText("warning", check(stack, areas).warnings);
}

/** Tests each row: the whole message, and that the neighbour passes. */
export function testRows(rows: readonly BadInput[]): void {
  const cases = rows.map((row) => ({ ...row, input: JSON.stringify(row.bad).slice(0, 300) }));
  test.each(cases)("$row refuses $input on $stack", ({ stack, bad, message }) => {
    expect(problemsOf(stack, bad)).toBe(message);
  });
  test.each(cases)("$row accepts the neighbour of $input on $stack", ({ stack, good }) => {
    expect(problemsOf(stack, good)).toBe("");
  });
}
