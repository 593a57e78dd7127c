import { createHash } from "node:crypto";
import { chunkEnd } from "./keys";
import type { StoredObject } from "./store";

/** An object and the time that it is named for. */
export interface Dated {
  readonly key: string;
  readonly time: Date;
}

/** What was found under one prefix. */
export interface PrefixReport {
  readonly prefix: string;
  readonly objects: number;
  readonly bytes: number;
  /** Objects whose key is not that of a chunk: judged by the day they were written. */
  readonly otherObjects: number;
  /** The object that was written first. @default there is none */
  readonly oldestObject?: Dated;
  /** The chunk whose data ended first. @default there is none */
  readonly oldestData?: Dated;
  /** Data that ended before this should be gone. @default lines are kept for ever */
  readonly overdueBefore?: Date;
  /** Objects that should be gone. */
  readonly overdue: number;
  readonly oldestOverdue?: Dated;
  /**
   * SHA-256 of the keys in their order, each with a line break. The same keys give the same digest.
   * @default the store lists keys in an order of its own
   */
  readonly keysSha256?: string;
}

const earlier = (known: Dated | undefined, found: Dated) =>
  known === undefined || found.time < known.time ? found : known;

/** Adds up the objects under one prefix; keeps none of them. */
export class PrefixTally {
  private objects = 0;
  private bytes = 0;
  private otherObjects = 0;
  private overdue = 0;
  private oldestObject: Dated | undefined;
  private oldestData: Dated | undefined;
  private oldestOverdue: Dated | undefined;
  private readonly digest = createHash("sha256");
  private inOrder = true;
  private lastKey = Buffer.alloc(0);

  /** @param before data that ended earlier is overdue; `undefined` where none ever is */
  constructor(
    private readonly prefix: string,
    private readonly before: Date | undefined,
  ) {}

  add({ key, bytes, modified }: StoredObject): void {
    const end = chunkEnd(key);
    this.objects += 1;
    this.bytes += bytes;
    this.oldestObject = earlier(this.oldestObject, { key, time: modified });
    if (end === undefined) {
      this.otherObjects += 1;
    } else {
      this.oldestData = earlier(this.oldestData, { key, time: end });
    }
    this.judge({ key, time: end ?? modified }, bytes);
    this.addToDigest(key);
  }

  report(): PrefixReport {
    const { prefix, objects, bytes, otherObjects, overdue } = this;
    return {
      prefix,
      objects,
      bytes,
      otherObjects,
      overdue,
      ...(this.before && { overdueBefore: this.before }),
      ...(this.oldestObject && { oldestObject: this.oldestObject }),
      ...(this.oldestData && { oldestData: this.oldestData }),
      ...(this.oldestOverdue && { oldestOverdue: this.oldestOverdue }),
      ...(this.inOrder && { keysSha256: this.digest.copy().digest("hex") }),
    };
  }

  private judge(dated: Dated, bytes: number): void {
    // A console leaves such an empty object for a folder that somebody made by hand.
    const isFolder = bytes === 0 && dated.key.endsWith("/");
    if (this.before !== undefined && dated.time < this.before && !isFolder) {
      this.overdue += 1;
      this.oldestOverdue = earlier(this.oldestOverdue, dated);
    }
  }

  private addToDigest(key: string): void {
    const bytes = Buffer.from(key);
    this.inOrder &&= this.objects === 1 || Buffer.compare(this.lastKey, bytes) < 0;
    this.lastKey = bytes;
    this.digest.update(bytes).update("\n");
  }
}
