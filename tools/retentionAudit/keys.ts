import { day } from "../../components/settings/durations";

/** Folder of the index at the top of the bucket. */
export const indexPrefix = "index/";

/**
 * `<tenant>/<fingerprint>/<from>:<through>:<checksum>`, and before schema v12 a colon for the second
 * slash; times are milliseconds in hexadecimal digits.
 * @see https://github.com/grafana/loki/blob/v3.7.6/pkg/storage/config/schema_config.go `ExternalKey`
 */
const chunkKey = /^[^/]+\/[0-9a-f]{1,16}[/:][0-9a-f]{1,16}:([0-9a-f]{1,16}):[0-9a-f]{1,8}$/;

/** The last time a `Date` can hold, in milliseconds. */
const latest = 8.64e15;

/** When the last line of a chunk was logged, by the chunk's key; `undefined` for any other key. */
export function chunkEnd(key: string): Date | undefined {
  const [, through] = chunkKey.exec(key) ?? [];
  const time = through === undefined ? latest + 1 : Number.parseInt(through, 16);
  return time > latest ? undefined : new Date(time);
}

/** What stands at the top of the bucket before the first slash, with it; empty without one. */
export function topPrefix(key: string): string {
  return key.slice(0, key.indexOf("/") + 1);
}

/** The index of one day (UTC): `index/loki_index_20781/…`. */
export interface IndexKey {
  readonly table: string;
  /** Days since 1970, as Loki reads them from the end of the name. */
  readonly day: number;
  /** Whose index it is. @default a file that the compactor has not divided by tenant yet */
  readonly tenant?: string;
}

const indexKey = /^index\/([^/]*?(?<!\d)(\d{1,6}))\/(?:([^/]+)\/)?[^/]+$/;

/** `undefined` for what else there is under `index/`, such as delete requests. */
export function parseIndexKey(key: string): IndexKey | undefined {
  const [, table, number, tenant] = indexKey.exec(key) ?? [];
  return table === undefined
    ? undefined
    : { table, day: Number(number), ...(tenant === undefined ? {} : { tenant }) };
}

/** First moment of a table's day. */
export function tableStart({ day: number }: Pick<IndexKey, "day">): Date {
  return new Date(number * day);
}

/** First moment after a table's day. */
export function tableEnd({ day: number }: Pick<IndexKey, "day">): Date {
  return new Date((number + 1) * day);
}
