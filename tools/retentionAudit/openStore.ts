import { bucketNameFlaw } from "../../components/settings/bucketNames";
import type { Settings } from "../../components/settings/schema";
import { s3Host } from "../../components/storage/awsPartition";
import { Refusal } from "../refusal";
import { refuseFlaw } from "./options";
import type { AuditedStore } from "./store";

/** Where to look instead of where the settings say. */
export interface StoreOverrides {
  readonly stack: string;
  readonly bucket?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** The bucket of chunks and index. Each cloud's SDK is loaded only for a bucket of that cloud. */
export function openStore(
  { storage }: Pick<Settings, "storage">,
  { stack, bucket: otherBucket, endpoint }: StoreOverrides,
): AuditedStore {
  if (storage.kind === "filesystem") {
    throw new Refusal(
      `stack ${stack} has no bucket to audit, its storage is filesystem: name a stack whose storage is s3, gcs or s3Compatible`,
    );
  }
  refuseFlaw("--bucket", otherBucket, (name) =>
    bucketNameFlaw(storage.kind, name, storage.chunksBucket),
  );
  const bucket = otherBucket ?? storage.chunksBucket;
  switch (storage.kind) {
    case "gcs": {
      const { GcsStore } = require("./gcsStore") as typeof import("./gcsStore");
      const google = "https://storage.googleapis.com";
      return new GcsStore({ bucket, project: storage.project, endpoint: endpoint ?? google });
    }
    case "s3":
    case "s3Compatible": {
      const { S3Store } = require("./s3Store") as typeof import("./s3Store");
      const { kind: provider, region } = storage;
      return new S3Store({
        provider,
        bucket,
        region,
        // As Loki addresses it; a path where the address is no longer AWS's own.
        endpoint: endpoint ?? (provider === "s3" ? `https://${s3Host(region)}` : storage.endpoint),
        pathStyle: provider === "s3" ? endpoint !== undefined : storage.pathStyle,
      });
    }
  }
}
