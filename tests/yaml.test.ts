import { load } from "js-yaml";
import { toYaml } from "../components/yaml";

test("leaves long lines whole, and quotes with double quotes", () => {
  const long = "a ".repeat(200);
  expect(toYaml({ long: `${long}b`, number: "1", empty: "" })).toBe(
    `long: ${long}b\nnumber: "1"\nempty: ""\n`,
  );
});

test("repeats what stands twice, because no reader should have to know anchors", () => {
  const shared = { a: 1 };
  expect(toYaml({ first: shared, second: shared })).toBe("first:\n  a: 1\nsecond:\n  a: 1\n");
});

test("leaves out members that are undefined, and keeps null", () => {
  expect(toYaml({ a: undefined, b: null })).toBe("b: null\n");
});

test.each(["true", "null", "1e3", "0x1f", "2024-04-01", "a: b", "- a", "#a", "~", "@a", "\t", "é"])(
  "keeps the text %j a text",
  (text) => {
    expect(load(toYaml({ text }))).toEqual({ text });
  },
);

test("refuses what YAML cannot hold", () => {
  expect(() => toYaml({ a: () => 1 })).toThrow(/unacceptable kind of an object to dump/);
});
