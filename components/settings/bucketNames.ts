import type { Flaw, Row } from "./flaws";

/** What a bucket must not be called in some object store. */
interface BucketRule {
  readonly row: Row;
  readonly broken: (name: string) => boolean;
  readonly expected: string;
}

/** Names that anybody would take first, and somebody has: logs sent there are a stranger's. */
const taken = ["admin", "chunks", "loki", "ruler"];

const beginsWith = (row: Row, prefix: string, reason: string): BucketRule => ({
  row,
  broken: (name) => name.startsWith(prefix),
  expected: `a name that does not begin with ${prefix}, ${reason}`,
});

const endsWith = (row: Row, suffix: string, reason: string): BucketRule => ({
  row,
  broken: (name) => name.endsWith(suffix),
  expected: `a name that does not end with ${suffix}, ${reason}`,
});

const notTaken: BucketRule = {
  row: "C25",
  broken: (name) => taken.includes(name),
  expected:
    "a name with a part of your own: bucket names are global, and strangers own this one (Grafana advisory of June 2024)",
};

const notAnAddress = (row: Row): BucketRule => ({
  row,
  broken: (name) => /^\d+\.\d+\.\d+\.\d+$/.test(name),
  expected: "a name that is not formed like an IP address",
});

/** What every store with S3's interface asks for. */
const s3Form: readonly BucketRule[] = [
  {
    row: "C22",
    broken: (name) => name.length < 3 || name.length > 63,
    expected: "3 to 63 characters",
  },
  {
    row: "C21",
    broken: (name) => !/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name),
    expected: "3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit",
  },
  {
    row: "C22",
    broken: (name) => name.includes(".."),
    expected: "a name without two dots in a row",
  },
  notAnAddress("C22"),
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const s3: readonly BucketRule[] = [
  ...s3Form,
  beginsWith("C22", "xn--", "which is for internationalised names"),
  beginsWith("C22", "sthree-", "which AWS reserves"),
  beginsWith("C22", "amzn-s3-demo-", "which AWS reserves for its examples"),
  endsWith("C22", "-s3alias", "which is for access points"),
  endsWith("C22", "--ol-s3", "which is for Object Lambda access points"),
  endsWith("C22", ".mrap", "which is for multi-region access points"),
  endsWith("C22", "--x-s3", "which is for directory buckets"),
  endsWith("C22", "--table-s3", "which is for table buckets"),
  {
    row: "C23",
    broken: (name) => name.includes("."),
    expected: "a name without dots: the TLS wildcard of S3 does not match names with dots",
  },
  notTaken,
];

/** @see https://cloud.google.com/storage/docs/buckets#naming */
const gcs: readonly BucketRule[] = [
  {
    row: "C24",
    broken: (name) => name.length < 3 || name.split(".").some((part) => part.length > 63),
    expected: "at least 3 characters, and at most 63 between dots",
  },
  {
    row: "C24",
    broken: (name) => name.length > 222,
    expected: "at most 222 characters",
  },
  {
    row: "C24",
    broken: (name) => !/^[a-z0-9][a-z0-9._-]*[a-z0-9]$/.test(name) || /\.[.-]|-\./.test(name),
    expected: "a-z 0-9 - _ ., beginning and ending with a letter or digit",
  },
  beginsWith("C24", "goog", "which Google reserves"),
  {
    row: "C24",
    broken: (name) => /g[o0]{2}g[l1]e/.test(name),
    expected: 'a name without "google" or a likeness of it, which Google reserves',
  },
  notAnAddress("C24"),
  notTaken,
];

/** The rules of each kind of store that has buckets. */
export const bucketRules = { s3, gcs, s3Compatible: s3Form } as const;

/** A valid name close to the one given. */
function repaired(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 63);
  return /^[a-z]/.test(plain) && !plain.startsWith("goog") ? plain : "";
}

/** The first rule that the name of a bucket breaks. */
export function bucketNameFlaw(
  store: keyof typeof bucketRules,
  name: string,
  example: string,
): Flaw | undefined {
  const rules = bucketRules[store];
  const rule = rules.find(({ broken }) => broken(name));
  if (rule === undefined) {
    return undefined;
  }
  const better = repaired(name);
  const set = better !== "" && !rules.some(({ broken }) => broken(better)) ? better : example;
  return { row: rule.row, expected: rule.expected, set };
}
