import type { LifecycleRule as S3Rule } from "@aws-sdk/client-s3";
import type { LifecycleRule as GcsRule } from "@google-cloud/storage";
import { chunksLifecycle as gcsLifecycle } from "../../components/storage/gcsLifecycle";
import { chunksLifecycle as s3Lifecycle } from "../../components/storage/s3Lifecycle";
import { gcsRules } from "../../tools/retentionAudit/gcsRules";
import { s3Rules } from "../../tools/retentionAudit/s3Rules";
import type { BucketRule } from "../../tools/retentionAudit/store";

const rule = (overrides: Partial<BucketRule> = {}): BucketRule => ({
  name: "r",
  prefixes: ["acme/"],
  narrowed: false,
  expireAfterDays: 120,
  movesTo: [],
  ...overrides,
});

describe("a rule of S3", () => {
  const enabled = { ID: "r", Status: "Enabled" } as const;
  const Expiration = { Days: 120 };
  const firstForm = { Prefix: "acme/" };

  test.each<[string, S3Rule, Partial<BucketRule>]>([
    ["a prefix", { ...enabled, Filter: { Prefix: "acme/" }, Expiration }, {}],
    ["the prefix of the first form", { ...enabled, ...firstForm, Expiration }, {}],
    ["no filter", { ...enabled, Expiration }, { prefixes: [""] }],
    [
      "a prefix and a tag",
      {
        ...enabled,
        Filter: { And: { Prefix: "acme/", Tags: [{ Key: "a", Value: "b" }] } },
        Expiration,
      },
      { narrowed: true },
    ],
    [
      "a tag",
      { ...enabled, Filter: { Tag: { Key: "a", Value: "b" } }, Expiration },
      { prefixes: [""], narrowed: true },
    ],
    [
      "a size",
      { ...enabled, Filter: { ObjectSizeLessThan: 9 }, Expiration },
      { prefixes: [""], narrowed: true },
    ],
    [
      "a day on which all goes",
      { ...enabled, Filter: { Prefix: "acme/" }, Expiration: { Date: new Date() } },
      { expireAfterDays: 0 },
    ],
    [
      "a class and no name",
      {
        Status: "Enabled",
        Filter: { Prefix: "acme/" },
        Expiration,
        Transitions: [{ StorageClass: "GLACIER" }],
      },
      { name: "number 1", movesTo: ["GLACIER"] },
    ],
  ])("with %s", (_, given, expected) => {
    expect(s3Rules([given])).toEqual([rule(expected)]);
  });

  test.each<[string, S3Rule]>([
    ["that is off", { ...enabled, Status: "Disabled", Expiration }],
    ["for delete markers", { ...enabled, Expiration: { ExpiredObjectDeleteMarker: true } }],
    ["for versions", { ...enabled, NoncurrentVersionExpiration: { NoncurrentDays: 7 } }],
    ["for uploads", { ...enabled, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }],
  ])("%s leaves current objects alone", (_, given) => {
    expect(s3Rules([given])).toEqual([]);
  });
});

describe("a rule of Cloud Storage", () => {
  const action = { type: "Delete" } as const;
  const condition = { age: 120, matchesPrefix: ["acme/"] };

  test.each<[string, GcsRule, Partial<BucketRule>]>([
    ["an age and a prefix", { action, condition }, {}],
    ["no prefix", { action, condition: { age: 120 } }, { prefixes: [""] }],
    ["no age", { action, condition: { matchesPrefix: ["acme/"] } }, { expireAfterDays: 0 }],
    [
      "an ending",
      { action, condition: { ...condition, matchesSuffix: ["x"] } },
      { narrowed: true },
    ],
    ["current objects only", { action, condition: { ...condition, isLive: true } }, {}],
  ])("with %s", (_, given, expected) => {
    expect(gcsRules([given])).toEqual([rule({ name: "number 1", ...expected })]);
  });

  test("that moves", () => {
    const move = { type: "SetStorageClass", storageClass: "COLDLINE" } as const;
    expect(gcsRules([{ action: move, condition }])).toEqual([
      { name: "number 1", prefixes: ["acme/"], narrowed: false, movesTo: ["COLDLINE"] },
    ]);
  });

  test.each<[string, GcsRule]>([
    ["for uploads", { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } }],
    ["for replaced objects", { action, condition: { isLive: false } }],
    ["for versions by number", { action, condition: { numNewerVersions: 3 } }],
    ["for versions by age", { action, condition: { daysSinceNoncurrentTime: 7 } }],
  ])("%s leaves current objects alone", (_, given) => {
    expect(gcsRules([given])).toEqual([]);
  });
});

describe("the rules that the stack itself gives a bucket are read as declared", () => {
  const settings = { noncurrentDays: 7, abortMultipartAfterDays: 7, transitions: [] };
  /** Members as the stores call them, which the Pulumi providers spell in their own way. */
  const spelt = (rules: unknown, spell: (name: string) => string): unknown =>
    JSON.parse(
      JSON.stringify(rules).replace(/"(\w+)":/g, (_, name: string) => `"${spell(name)}":`),
    );

  test("in S3", () => {
    const capital = (name: string) =>
      name === "id" ? "ID" : name.charAt(0).toUpperCase() + name.slice(1);
    const rules = spelt(
      s3Lifecycle(settings, [{ prefix: "acme/", days: 120 }]),
      capital,
    ) as S3Rule[];
    expect(s3Rules(rules)).toEqual([rule({ name: "chunks-acme/" })]);
  });

  test("in Cloud Storage", () => {
    const singular = (name: string) => name.replace("matchesPrefixes", "matchesPrefix");
    const rules = spelt(
      gcsLifecycle(settings, [{ prefix: "acme/", days: 120 }]),
      singular,
    ) as GcsRule[];
    expect(gcsRules(rules)).toEqual([rule({ name: "number 1" })]);
  });
});
