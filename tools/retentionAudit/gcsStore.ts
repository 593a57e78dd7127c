import {
  Storage,
  type Bucket,
  type BucketMetadata,
  type GetFilesOptions,
} from "@google-cloud/storage";
import { Refusal } from "../refusal";
import { gcsCredentials, gcsError } from "./gcsErrors";
import { gcsRules } from "./gcsRules";
import type { AuditedStore, BucketLifecycle, RemainingVersion, StoredObject } from "./store";
import { maxAttempts, noListing, requestTimeoutMs, storeRefusal } from "./storeErrors";

export interface GcsStoreArgs {
  readonly bucket: string;
  readonly project: string;
  /** With scheme. One on this machine is an emulator, which is asked without credentials. */
  readonly endpoint: string;
}

/** One page of a listing, as Cloud Storage answers it. */
interface Page {
  readonly kind?: string;
  readonly nextPageToken?: string;
  readonly items?: readonly {
    readonly name: string;
    readonly size?: string;
    readonly timeCreated?: string;
    /** When a version stopped to be the current one. */
    readonly timeDeleted?: string;
  }[];
}

/** A bucket in Google Cloud Storage, with application default credentials. */
export class GcsStore implements AuditedStore {
  readonly provider = "gcs";
  readonly bucket: string;
  readonly endpoint: string;
  private readonly handle: Bucket;

  constructor({ bucket, project, endpoint }: GcsStoreArgs) {
    this.bucket = bucket;
    this.endpoint = endpoint;
    if (process.env["STORAGE_EMULATOR_HOST"] !== undefined) {
      throw new Refusal(
        "STORAGE_EMULATOR_HOST is set, and Google's SDK would ask there: unset it, and name an emulator with --endpoint",
      );
    }
    const storage = new Storage({
      projectId: project,
      apiEndpoint: endpoint,
      useAuthWithCustomEndpoint: !isLoopback(endpoint),
      timeout: requestTimeoutMs,
      retryOptions: { maxRetries: maxAttempts - 1, totalTimeout: (2 * requestTimeoutMs) / 1_000 },
    });
    this.handle = storage.bucket(bucket);
  }

  async *objects(prefix: string): AsyncGenerator<StoredObject[]> {
    for await (const { items = [] } of this.pages({ prefix })) {
      // Not `updated`, which a change of the storage class or of metadata sets anew.
      yield items.map(({ name, size, timeCreated }) => ({
        key: name,
        bytes: Number(size ?? 0),
        modified: new Date(timeCreated ?? 0),
      }));
    }
  }

  async lifecycle(): Promise<BucketLifecycle> {
    const { lifecycle } = await this.metadata();
    return { state: "rules", rules: gcsRules(lifecycle?.rule ?? []) };
  }

  async keepsDeleted(): Promise<boolean> {
    const metadata = await this.metadata();
    return metadata.versioning?.enabled === true || hasSoftDelete(metadata);
  }

  async *remaining(prefix: string): AsyncGenerator<RemainingVersion[]> {
    // Versions of before stay where versioning was turned off.
    for await (const { items = [] } of this.pages({ prefix, versions: true })) {
      yield items
        .filter(({ timeDeleted }) => timeDeleted !== undefined)
        .map(({ name }) => ({ key: name, kind: "noncurrentVersion" }));
    }
    if (!hasSoftDelete(await this.metadata())) {
      return;
    }
    for await (const { items = [] } of this.pages({ prefix, softDeleted: true })) {
      yield items.map(({ name }) => ({ key: name, kind: "softDeleted" }));
    }
  }

  private async *pages(query: GetFilesOptions): AsyncGenerator<Page> {
    let pageToken: string | undefined;
    do {
      const page: Page = await this.ask("storage.objects.list", async () => {
        const [, , answer] = await this.handle.getFiles({
          ...query,
          ...(pageToken === undefined ? {} : { pageToken }),
          autoPaginate: false,
          fields: "kind,nextPageToken,items(name,size,timeCreated,timeDeleted)",
        });
        return answer as Page;
      });
      if (page.kind !== "storage#objects") {
        throw noListing(this);
      }
      yield page;
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
  }

  private metadata(): Promise<BucketMetadata> {
    return this.ask("storage.buckets.get", async () => {
      const [metadata] = await this.handle.getMetadata();
      return metadata;
    });
  }

  private async ask<T>(permission: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      const { bucket, endpoint } = this;
      const known = gcsError(error);
      throw known === undefined
        ? error
        : storeRefusal(known, { bucket, endpoint, permission, credentials: gcsCredentials });
    }
  }
}

const hasSoftDelete = ({ softDeletePolicy }: BucketMetadata) =>
  Number(softDeletePolicy?.retentionDurationSeconds ?? 0) > 0;

function isLoopback(endpoint: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(endpoint).hostname);
}
