import {
  chunkExpiryDays,
  chunkPrefixes,
  longestRetentionDays,
} from "../../components/settings/retention";
import { devSettings, prodSettings, s3 } from "../support/settings";

const streams = [{ selector: '{app="a"}', period: "8760h" }];

test("the longest retention is that of the longest kept stream, in whole days", () => {
  expect(longestRetentionDays(prodSettings().loki)).toBe(90);
  expect(longestRetentionDays(prodSettings({ loki: { streamRetention: streams } }).loki)).toBe(365);
});

test.each([
  ["30 days after the longest retention", {}, {}, 120],
  ["after the longest kept stream", { streamRetention: streams }, {}, 395],
  ["when the stack says", {}, { expireAfterDays: 97 }, 97],
  ["never, where lines are kept for ever", { retentionForever: true }, {}, undefined],
])("a bucket deletes chunks %s", (_, loki, lifecycle, days) => {
  expect(chunkExpiryDays(prodSettings({ loki, storage: { ...s3, lifecycle } }))).toBe(days);
});

test("a store without a lifecycle has the expiry all the same", () => {
  expect(chunkExpiryDays(devSettings())).toBe(60);
});

test("with the gateway the chunks are those of its tenants", () => {
  const tenants = [{ id: "a" }, { id: "b" }, { id: "a" }];

  expect(chunkPrefixes(prodSettings({ tenants }))).toEqual(["a/", "b/"]);
});

test("without the gateway they are those of Loki's own tenant", () => {
  expect(chunkPrefixes(devSettings({ tenants: [{ id: "a" }] }))).toEqual(["fake/"]);
});
