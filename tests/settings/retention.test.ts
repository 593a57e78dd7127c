import { chunkExpiries, longestRetentionDays } from "../../components/settings/retention";
import { tenantsOf } from "../../components/settings/tenants";
import { devSettings, prodSettings, s3 } from "../support/settings";

const streams = [{ selector: '{app="a"}', period: "8760h" }];

test("the longest retention is that of the longest kept stream, in whole days", () => {
  const longest = (overrides = {}) => longestRetentionDays(...tenantsOf(prodSettings(overrides)));
  expect(longest()).toBe(90);
  expect(longest({ loki: { streamRetention: streams } })).toBe(365);
  expect(longest({ tenants: [{ id: "a", retentionPeriod: "4800h" }, { id: "b" }] })).toBe(200);
});

test.each([
  ["30 days after the longest retention", {}, {}, 120],
  ["after the longest kept stream", { streamRetention: streams }, {}, 395],
  ["when the stack says", {}, { expireAfterDays: 97 }, 97],
  ["never, where lines are kept for ever", { retentionForever: true }, {}, undefined],
])("a bucket deletes chunks %s", (_, loki, lifecycle, days) => {
  expect(chunkExpiries(prodSettings({ loki, storage: { ...s3, lifecycle } }))).toEqual([
    { prefix: "fraiseql/", days },
  ]);
});

test("without the gateway they are those of Loki's own tenant", () => {
  expect(chunkExpiries(devSettings({ tenants: [{ id: "a" }] }))).toEqual([
    { prefix: "fake/", days: 60 },
  ]);
});

test("each tenant's chunks are deleted by its own retention", () => {
  const tenants = [
    { id: "a", retentionPeriod: "168h" },
    { id: "b", streamRetention: streams },
    { id: "c" },
    { id: "c" },
  ];
  expect(chunkExpiries(prodSettings({ tenants }))).toEqual([
    { prefix: "a/", days: 37 },
    { prefix: "b/", days: 395 },
    { prefix: "c/", days: 120 },
  ]);
});

test("a tenant has the stack's limits but for its own", () => {
  const loki = { limits: { ingestionRateMb: 8, maxStreams: 5 } };
  const tenants = [{ id: "a", limits: { ingestionRateMb: 2, maxQueryLength: "24h" } }, { id: "b" }];
  const [a, b] = tenantsOf(prodSettings({ loki, tenants }));
  expect(a?.limits).toEqual({ ...b?.limits, ingestionRateMb: 2, maxQueryLength: "24h" });
  expect(b?.limits).toMatchObject({ ingestionRateMb: 8, maxStreams: 5, ingestionBurstMb: 32 });
});
