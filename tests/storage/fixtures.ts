import type * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1";
import type {
  GcsStorageSettings,
  S3CompatibleStorageSettings,
  S3StorageSettings,
  StorageSettings,
} from "../../components/settings/schema";
import { createStorage, type LokiStorage } from "../../components/storage/storage";
import type { EvaluateOptions, Evaluation } from "../../tools/evaluate";
import { inputsOf, record, resourceOf } from "../support/record";
import { devSettings, prodSettings, s3 } from "../support/settings";

type Overrides = Readonly<Record<string, unknown>>;

/** Google Cloud Storage as a production stack declares it. */
const gcs = {
  kind: "gcs",
  project: "acme-prod",
  projectNumber: "123456789012",
  location: "EU",
  chunksBucket: "acme-loki-chunks",
  rulerBucket: "acme-loki-ruler",
};

const s3Compatible = {
  kind: "s3Compatible",
  endpoint: "http://seaweedfs.storage.svc:8333",
  chunksBucket: "loki-chunks",
  rulerBucket: "loki-ruler",
  credentials: { accessKeyId: "loki-key", secretAccessKey: "se#cr;et" },
};

export const filesystemSettings = () => devSettings().storage;

export const s3Settings = (overrides: Overrides = {}) =>
  prodSettings({ storage: { ...s3, ...overrides } }).storage as S3StorageSettings;

export const gcsSettings = (overrides: Overrides = {}) =>
  prodSettings({ storage: { ...gcs, ...overrides } }).storage as GcsStorageSettings;

/** Called while the program runs: the credentials are outputs. */
export const s3CompatibleSettings = (overrides: Overrides = {}) =>
  prodSettings({ storage: { ...s3Compatible, ...overrides } })
    .storage as S3CompatibleStorageSettings;

/** What one storage registered and what it tells the rest of the stack. */
export interface Recorded {
  readonly evaluation: Evaluation;
  readonly storage: LokiStorage;
  /** The interface's members that may hold outputs, resolved. */
  readonly outputs: Evaluation["outputs"];
  /** What a resource that depends on the storage waits for. */
  readonly dependencies: readonly string[];
}

/** Two tenants whose chunks expire at the same age. */
export const expiries = (days: number | undefined) =>
  ["fraiseql/", "payments/"].map((prefix) => ({ prefix, days }));

/** Creates a storage as the stack does, for Loki's service account in the namespace `loki`. */
export async function recordStorage(
  settings: () => StorageSettings,
  options: Partial<EvaluateOptions> & { readonly days?: number | undefined } = {},
): Promise<Recorded> {
  const days = "days" in options ? options.days : 120;
  let created: LokiStorage | undefined;
  const program = (): Record<string, pulumi.Input<unknown>> => {
    const storage = createStorage(
      "storage",
      {
        storage: settings(),
        namespace: "loki",
        serviceAccountName: "loki",
        chunkExpiries: expiries(days),
      },
      {},
    );
    created = storage;
    new Secret("dependant", {}, { dependsOn: [...storage.dependencies] });
    const { serviceAccountAnnotations, volumes } = storage;
    return { serviceAccountAnnotations, volumes };
  };
  const whole = await record(program, options);
  if (created === undefined) {
    throw new Error("the program made no storage");
  }
  return {
    storage: created,
    outputs: whole.outputs,
    dependencies: resourceOf(whole, "kubernetes:core/v1:Secret", "dependant").dependencies,
    evaluation: {
      ...whole,
      resources: whole.resources.filter(({ name }) => name !== "dependant"),
    },
  };
}

/** Region of the S3 storage. */
export const region = s3.region;

/** Type token of a resource of S3. */
export const s3Type = (name: string) =>
  `aws:s3/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

/** What a resource on a bucket was given, without the bucket and region that all have. */
export function s3SettingOf(recorded: Recorded, type: string, name: string, bucketName: string) {
  const { bucket, region: where, ...rest } = inputsOf(recorded.evaluation, s3Type(type), name);
  expect([bucket, where]).toEqual([bucketName, region]);
  return rest;
}
