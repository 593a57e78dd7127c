import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsOutput,
} from "@aws-sdk/client-s3";
import { s3Credentials, s3Error } from "./s3Errors";
import { s3Rules } from "./s3Rules";
import type { AuditedStore, BucketLifecycle, RemainingVersion, StoredObject } from "./store";
import {
  connectionTimeoutMs,
  maxAttempts,
  noListing,
  requestTimeoutMs,
  storeRefusal,
  type StoreError,
} from "./storeErrors";

export interface S3StoreArgs {
  readonly provider: "s3" | "s3Compatible";
  readonly bucket: string;
  /** With scheme. */
  readonly endpoint: string;
  readonly region: string;
  /** Bucket in the path of the address instead of the host name. */
  readonly pathStyle: boolean;
}

/** A bucket behind S3's interface, with the credentials that AWS's SDK finds by itself. */
export class S3Store implements AuditedStore {
  readonly provider: S3StoreArgs["provider"];
  readonly bucket: string;
  readonly endpoint: string;
  private readonly client: S3Client;

  constructor({ provider, bucket, endpoint, region, pathStyle }: S3StoreArgs) {
    this.provider = provider;
    this.bucket = bucket;
    this.endpoint = endpoint;
    // Advice for those who choose the SDK's version: here it is pinned, and one for this Node.
    process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
    this.client = new S3Client({
      endpoint,
      region,
      forcePathStyle: pathStyle,
      // The address is the one in the report, whatever the environment says of others.
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      maxAttempts,
      requestHandler: {
        connectionTimeout: connectionTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      },
    });
  }

  async *objects(prefix: string): AsyncGenerator<StoredObject[]> {
    let ContinuationToken: string | undefined;
    do {
      const query = { Bucket: this.bucket, Prefix: prefix, ContinuationToken };
      const page = await this.ask("s3:ListBucket", () =>
        this.client.send(new ListObjectsV2Command(query)),
      );
      yield (page.Contents ?? []).map(({ Key = "", Size = 0, LastModified = new Date(0) }) => ({
        key: Key,
        bytes: Size,
        modified: LastModified,
      }));
      ContinuationToken = this.next(page, page.NextContinuationToken);
    } while (ContinuationToken !== undefined);
  }

  async lifecycle(): Promise<BucketLifecycle> {
    const permission = "s3:GetLifecycleConfiguration";
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: this.bucket });
    try {
      const { Rules = [] } = await this.client.send(command);
      return { state: "rules", rules: s3Rules(Rules) };
    } catch (error) {
      const known = s3Error(error);
      if (known?.code === "NoSuchLifecycleConfiguration") {
        return { state: "rules", rules: [] };
      }
      if (isUnsupported(known)) {
        return { state: "unsupported" };
      }
      if (known?.code === "AccessDenied") {
        return { state: "denied", permission };
      }
      throw this.refusal(error, permission);
    }
  }

  async keepsDeleted(): Promise<boolean> {
    const command = new GetBucketVersioningCommand({ Bucket: this.bucket });
    try {
      // A bucket where versioning is suspended still has the versions of before.
      return (await this.client.send(command)).Status !== undefined;
    } catch (error) {
      if (isUnsupported(s3Error(error))) {
        return false;
      }
      throw this.refusal(error, "s3:GetBucketVersioning");
    }
  }

  async *remaining(prefix: string): AsyncGenerator<RemainingVersion[]> {
    if (!(await this.keepsDeleted())) {
      return;
    }
    let from: { KeyMarker: string; VersionIdMarker: string | undefined } | undefined;
    do {
      const query = { Bucket: this.bucket, Prefix: prefix, ...from };
      const page: ListObjectVersionsOutput = await this.ask("s3:ListBucketVersions", () =>
        this.client.send(new ListObjectVersionsCommand(query)),
      );
      yield remainingOf(page);
      const KeyMarker = this.next(page, page.NextKeyMarker);
      from =
        KeyMarker === undefined
          ? undefined
          : { KeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    } while (from !== undefined);
  }

  private async ask<T>(permission: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw this.refusal(error, permission);
    }
  }

  /** The error as a sentence where it is the store's; as it is where it is a fault of ours. */
  private refusal(error: unknown, permission: string): unknown {
    const { bucket, endpoint } = this;
    const known = s3Error(error);
    return known === undefined
      ? error
      : storeRefusal(known, { bucket, endpoint, permission, credentials: s3Credentials });
  }

  /** Where the next page begins. Refuses an answer that is no listing, or half of one. */
  private next(page: Page, marker: string | undefined): string | undefined {
    const isCut = page.IsTruncated === true;
    if (page.Name === undefined || (isCut && !marker)) {
      throw noListing(this);
    }
    return isCut ? marker : undefined;
  }
}

/** What both listings have. Every store names the bucket, an empty one too. */
interface Page {
  readonly Name?: string | undefined;
  readonly IsTruncated?: boolean | undefined;
}

const isUnsupported = (error: StoreError | undefined) =>
  ["NotImplemented", "MethodNotAllowed"].includes(error?.code ?? "") ||
  [405, 501].includes(error?.status ?? 0);

function remainingOf({
  Versions = [],
  DeleteMarkers = [],
}: ListObjectVersionsOutput): RemainingVersion[] {
  const kept = Versions.filter(({ IsLatest }) => IsLatest !== true);
  return [
    ...kept.map(({ Key = "" }) => ({ key: Key, kind: "noncurrentVersion" as const })),
    ...DeleteMarkers.map(({ Key = "" }) => ({ key: Key, kind: "deleteMarker" as const })),
  ];
}
