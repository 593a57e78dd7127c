import type { Flaw } from "./flaws";

const arn =
  /^arn:aws(?:-[a-z-]+)?:kms:([a-z0-9-]+):\d{12}:key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const keyName =
  /^projects\/[a-z0-9:.-]+\/locations\/([a-z0-9-]+)\/keyRings\/[\w-]{1,63}\/cryptoKeys\/[\w-]{1,63}$/;

/** Region in the ARN of an AWS KMS key; `undefined` where it is none, an alias for example. */
export function kmsKeyRegion(keyArn: string): string | undefined {
  return arn.exec(keyArn)?.[1];
}

/** Location in the name of a Cloud KMS key; `undefined` where it is none. */
export function kmsKeyLocation(name: string): string | undefined {
  return keyName.exec(name)?.[1];
}

/**
 * Location of the keys that can encrypt a bucket: its own, but the multi-region EU has its keys in
 * `europe`.
 * @see https://cloud.google.com/kms/docs/locations
 */
export function kmsLocationOf(bucketLocation: string): string {
  const location = bucketLocation.toLowerCase();
  return location === "eu" ? "europe" : location;
}

export function kmsKeyArnFlaw(value: string): Flaw | undefined {
  return kmsKeyRegion(value) === undefined
    ? {
        row: "C27",
        expected: "arn:aws:kms:<region of the buckets>:<account>:key/<uuid>",
        hint: "for keys that S3 manages",
        remove: true,
      }
    : undefined;
}

export function kmsKeyNameFlaw(value: string): Flaw | undefined {
  return kmsKeyLocation(value) === undefined
    ? {
        row: "C28",
        expected:
          "projects/<project>/locations/<location of the buckets>/keyRings/<ring>/cryptoKeys/<key>",
        hint: "for keys that Google manages",
        remove: true,
      }
    : undefined;
}
