import { lifecycleOffences, type LifecycleArgs } from "../../tools/retentionAudit/lifecycle";
import type { BucketRule } from "../../tools/retentionAudit/store";

const rule = (overrides: Partial<BucketRule> = {}): BucketRule => ({
  name: "r",
  prefixes: ["acme/"],
  narrowed: false,
  expireAfterDays: 120,
  movesTo: [],
  ...overrides,
});
const forOneDay = { expireAfterDays: 1 };

const acme = { id: "acme", longestRetentionDays: 90, expireAfterDays: 120 };
const offences = (rules: readonly BucketRule[], args: Partial<LifecycleArgs> = {}) =>
  lifecycleOffences({
    byStack: true,
    tenants: [acme],
    found: { state: "rules", rules },
    ...args,
  });

const missing = "no rule: declared is an expiry of its objects at 120 days";

describe("the bucket's rules are those declared", () => {
  test.each([
    ["with the one rule", [rule()]],
    ["with a move as well", [rule({ movesTo: ["GLACIER_IR"] })]],
    ["with one rule for several prefixes", [rule({ prefixes: ["other/", "acme/"] })]],
    ["with a rule for a prefix of others", [rule(), rule({ prefixes: ["other/"], ...forOneDay })]],
    ["with a later rule that is never due", [rule(), rule({ expireAfterDays: 400 })]],
    ["with a rule for a longer name", [rule(), rule({ prefixes: ["acme-2/"], ...forOneDay })]],
  ])("%s", (_, rules) => {
    expect(offences(rules)).toEqual([]);
  });
});

type Case = [name: string, rules: readonly BucketRule[], prefix: string, reason: string];

describe("an offence is", () => {
  test.each<Case>([
    ["no rule", [], "acme/", missing],
    ["a rule for a part of the prefix", [rule({ prefixes: ["acme/ab"] })], "acme/", missing],
    ["a rule for some of the objects", [rule({ narrowed: true })], "acme/", missing],
    [
      "another expiry",
      [rule({ expireAfterDays: 100 })],
      "acme/",
      "its objects expire at 100 days: declared are 120",
    ],
    [
      "a second rule that is due before",
      [rule(), rule({ expireAfterDays: 100 })],
      "acme/",
      "its objects expire at 100 days: declared are 120",
    ],
    [
      "an expiry that does not wait for the delete delay",
      [rule({ expireAfterDays: 90 })],
      "acme/",
      "rule r expires at 90 days, not after the longest retention of 90 days",
    ],
    [
      "an early expiry of a part",
      [rule(), rule({ name: "part", prefixes: ["acme/ab"], narrowed: true, ...forOneDay })],
      "acme/",
      "rule part expires at 1 days, not after the longest retention of 90 days",
    ],
    [
      "a rule without a prefix",
      [rule(), rule({ name: "all", prefixes: [""] })],
      "(whole bucket)",
      "rule all has no prefix, so it also takes the index, without which no chunk is found",
    ],
    [
      "a rule that moves everything",
      [rule(), { name: "all", prefixes: [""], narrowed: false, movesTo: ["GLACIER"] }],
      "(whole bucket)",
      "rule all has no prefix, so it also takes the index, without which no chunk is found",
    ],
    ...["index/", "i", "index/loki_index_"].map((prefix): Case => [
      `a rule for ${prefix}`,
      [rule(), rule({ prefixes: [prefix] })],
      prefix,
      "rule r takes index/, which only Loki may delete or move",
    ]),
    [
      "a rule for the compactor's marks",
      [rule(), rule({ prefixes: ["__retention_markers__/"] })],
      "__retention_markers__/",
      "rule r takes __retention_markers__/, which only Loki may delete or move",
    ],
  ])("%s", (_, rules, prefix, reason) => {
    expect(offences(rules)).toEqual([{ prefix, reason }]);
  });

  test("no lifecycle where the stack declares one", () => {
    expect(offences([], { found: { state: "unsupported" } })).toEqual([
      { prefix: "acme/", reason: missing.replace("no rule", "the store has no lifecycle") },
    ]);
  });

  test("any expiry of what is kept for ever", () => {
    const forEver = { tenants: [{ id: "acme" }] };
    expect(offences([rule({ expireAfterDays: 9_000 })], forEver)).toEqual([
      { prefix: "acme/", reason: "rule r expires at 9000 days what is kept for ever" },
    ]);
    expect(offences([], forEver)).toEqual([]);
  });
});

describe("a bucket of somebody else's", () => {
  const foreign = { byStack: false, tenants: [{ id: "acme", longestRetentionDays: 90 }] };

  test.each([
    ["no rule", { state: "rules", rules: [] }],
    ["no lifecycle", { state: "unsupported" }],
    ["a lifecycle that may not be read", { state: "denied", permission: "p" }],
    ["an expiry of its own", { state: "rules", rules: [rule({ expireAfterDays: 300 })] }],
  ] as const)("may have %s", (_, found) => {
    expect(offences([], { ...foreign, found })).toEqual([]);
  });

  test("must not expire what the retention keeps", () => {
    expect(offences([rule({ expireAfterDays: 30 })], foreign)).toEqual([
      {
        prefix: "acme/",
        reason: "rule r expires at 30 days, not after the longest retention of 90 days",
      },
    ]);
  });
});

test("each tenant is judged by its own declaration", () => {
  const tenants = [acme, { id: "brief", longestRetentionDays: 30, expireAfterDays: 60 }];
  const own = [rule(), rule({ prefixes: ["brief/"], expireAfterDays: 60 })];
  const shared = [rule({ prefixes: ["acme/", "brief/"], expireAfterDays: 60 })];
  expect(offences(own, { tenants })).toEqual([]);
  expect(offences(shared, { tenants })).toEqual([
    {
      prefix: "acme/",
      reason: "rule r expires at 60 days, not after the longest retention of 90 days",
    },
  ]);
});
