import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../../tools/chaos/faults";

const root = join(__dirname, "..", "..");

test("every file of a fault is in the list, in the order of their numbers", () => {
  const files = readdirSync(join(root, "tools", "chaos", "faults"));
  expect(faults).toHaveLength(files.length);
  const ids = faults.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test("the core set is there", () => {
  const core = "F01 F04 F05 F06 F09 F13 F18 F20 F22 F31 F36 F39 F48 F49".split(" ");
  const ids = faults.map(({ id }) => id);
  expect(core.filter((id) => !ids.includes(id))).toEqual([]);
});

test.each(faults)("$id says what it breaks, how, for how long and what must hold", (fault) => {
  const { id, title, how, hold, settings, bounds } = fault;
  expect(id).toMatch(/^F\d\d$/);
  expect([title, how, ...settings].filter((text) => text.trim() === "")).toEqual([]);
  expect(settings.length).toBeGreaterThan(0);
  expect(hold.short).toBeLessThanOrEqual(hold.long);
  expect(bounds.recoverySeconds).toBeGreaterThan(0);
  // Where no attempt may be refused there is no outage to bound.
  expect(bounds.outageSeconds > 0).toBe(bounds.refusedAttempts !== "none");
});

test.each([
  ["F13", 120, 600],
  ["F20", 120, 540],
])("%s lasts %i s in a short run and %i s else", (id, short, long) => {
  expect(faults.find((fault) => fault.id === id)?.hold).toEqual({ short, long });
});

test("the page on reliability has each of them", () => {
  const page = readFileSync(join(root, "docs", "reliability.md"), "utf8");
  expect(faults.filter(({ id }) => !page.includes(`| ${id} `)).map(({ id }) => id)).toEqual([]);
});
