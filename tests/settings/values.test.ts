import { durationMs, formatDuration, parseDuration } from "../../components/settings/durations";
import { pathText, quotedText, removeCommand, setCommand } from "../../components/settings/keys";
import { kmsLocationOf } from "../../components/settings/kmsKeys";
import { nearest } from "../../components/settings/nearest";
import {
  formatBytes,
  parseBytes,
  parseCpu,
  quantityBytes,
} from "../../components/settings/quantities";
import { shown } from "../../components/settings/problems";

test.each([
  ["0", 0],
  ["5m", 300_000],
  ["1h30m", 5_400_000],
  ["1h0m1s5ms", 3_601_005],
  ["2562047h", 2_562_047 * 3_600_000],
  ["2562048h", undefined],
  ["1.5h", undefined],
  ["30m1h", undefined],
  ["1h1h", undefined],
  ["5", undefined],
  ["", undefined],
])("the duration %s is %s ms", (text, length) => {
  expect(parseDuration(text)).toBe(length);
});

test("a duration that no settings accepted is a mistake of the program", () => {
  expect(() => durationMs("5 minutes")).toThrow(
    '"5 minutes" is not a duration: settings accept durations before they are used',
  );
});

test.each([
  [7_200_000, "2h"],
  [90_000, "90s"],
  [1, "1s"],
])("%s ms are written %s", (length, text) => {
  expect(formatDuration(length)).toBe(text);
});

test.each([
  ["1Ki", 1_024],
  ["10Gi", 10 * 2 ** 30],
  ["2Ti", 2 * 2 ** 40],
  ["0Gi", undefined],
  ["10G", undefined],
  ["1.5Gi", undefined],
])("the quantity %s is %s bytes", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test("a quantity that no settings accepted is a mistake of the program", () => {
  expect(() => quantityBytes("4G")).toThrow(
    '"4G" is not a quantity: settings accept quantities before they are used',
  );
});

test.each([
  [3 * 2 ** 30, "3Gi"],
  [768 * 2 ** 20, "768Mi"],
  [2 ** 20 + 1, "1Mi"],
])("%s bytes are written %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  ["500m", 500],
  ["2", 2_000],
  ["0.25", 250],
  [".5", 500],
  ["0", undefined],
  ["1.2345", undefined],
  ["1 core", undefined],
])("the CPU quantity %s is %s thousandths", (text, millicores) => {
  expect(parseCpu(text)).toBe(millicores);
});

test.each([
  ["replica", "replicas"],
  ["REPLICAS", "replicas"],
  ["nodse", "nodes"],
  ["zzz", undefined],
])("the nearest name to %s is %s", (text, name) => {
  expect(nearest(text, ["replicas", "nodes"])).toBe(name);
});

test("nothing is near where there is nothing", () => {
  expect(nearest("a", [])).toBeUndefined();
});

test.each([
  [["loki", "schema", 0, "from"], "loki.schema[0].from"],
  [["loki", "a.b", "c"], 'loki["a.b"].c'],
  [["loki", "\u0007\u2028"], String.raw`loki["\u0007\u2028"]`],
])("the path %j is written %s", (path, text) => {
  expect(pathText(path)).toBe(text);
});

test("a command quotes what a shell would read otherwise", () => {
  expect(setCommand("fraiseql-loki:a.b", "it's")).toBe(
    String.raw`pulumi config set --path 'fraiseql-loki:a.b' 'it'\''s'`,
  );
  expect(removeCommand("fraiseql-loki:a['b']")).toBe(
    String.raw`pulumi config rm --path 'fraiseql-loki:a['\''b'\'']'`,
  );
  expect(setCommand("aws:region", "eu-west-1")).toBe("pulumi config set aws:region eu-west-1");
});

test.each([
  [undefined, "nothing"],
  [null, "nothing"],
  [2.5, "2.5"],
  [false, "false"],
  ["a\nb\u009b", String.raw`"a\nb\u009b"`],
  ["a".repeat(101), `"${"a".repeat(100)}…"`],
  ["http://u:p@h/x", '"http://[secret]@h/x"'],
  [[], "an empty list"],
  [[1], "a list"],
  [{}, "an object"],
])("%j is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a quoted text stays on one line", () => {
  expect(quotedText("\u007f\u2029")).toBe(String.raw`"\u007f\u2029"`);
});

test.each([
  ["EU", "europe"],
  ["eu", "europe"],
  ["US", "us"],
  ["EUROPE-WEST1", "europe-west1"],
])("the keys of a bucket in %s are in %s", (bucket, key) => {
  expect(kmsLocationOf(bucket)).toBe(key);
});
