import {
  readRegister,
  removedTenants,
  tenantRegister,
  type TenantRegister,
} from "../../components/settings/tenantRegister";
import { problemsText } from "../../components/settings/problems";
import { devSettings, prodSettings } from "../support/settings";

const now = new Date("2026-11-26T12:00:00Z");
const says = (tenants: object[], before: TenantRegister | undefined, more: object = {}) =>
  problemsText("error", removedTenants(prodSettings({ tenants, ...more }), before, now));
const [a, b] = [{ id: "a" }, { id: "b" }];
const kept = { keptDays: 90 };

test("a stack remembers how long each tenant's lines are kept, and who is retired", () => {
  const tenants = [a, { ...b, retentionPeriod: "720h", retiredOn: "2026-11-01" }];
  expect(tenantRegister(prodSettings({ tenants }))).toEqual({
    a: kept,
    b: { keptDays: 30, retiredOn: "2026-11-01" },
  });
  expect(tenantRegister(devSettings({ tenants }))).toEqual({ fake: { keptDays: 30 } });
  const forEver = prodSettings({ loki: { retentionForever: true } });
  expect(tenantRegister(forEver)).toEqual({ fraiseql: { keptDays: null } });
});

test.each([
  ["there was no deployment", undefined, [a]],
  ["nothing changed", { a: kept }, [a]],
  ["a tenant was added", { a: kept }, [a, b]],
  ["the order changed", { a: kept, b: kept }, [b, a]],
  ["a tenant is retired", { a: kept, b: kept }, [a, { ...b, retiredOn: "2026-11-26" }]],
  [
    "lines of a retired one are gone",
    { a: kept, b: { keptDays: 30, retiredOn: "2026-10-24" } },
    [a],
  ],
])("nothing is said where %s", (_, before, tenants) => {
  expect(says(tenants, before)).toBe("");
});

const fix = (id: string) =>
  `put it back with retiredOn: "2026-11-26", or give up its lines: pulumi config set --path 'fraiseql-loki:removedTenants[0]' ${id}`;

test("a tenant may not go while there are lines of it", () => {
  expect(says([a], { a: kept, b: kept })).toBe(
    `config error fraiseql-loki:tenants: got no tenant b; expected the tenant b as long as there are lines of it, which are kept for 90 days.
  Fix: ${fix("b")}`,
  );
  expect(says([a], { a: kept, b: kept }, { removedTenants: ["b"] })).toBe("");
});

test.each([
  ["retired a day too late", { keptDays: 30, retiredOn: "2026-10-26" }, "kept for 30 days"],
  ["never retired", { keptDays: 1 }, "kept for 1 days"],
  ["kept for ever", { keptDays: null, retiredOn: "2020-01-01" }, "kept for ever"],
])("nor one that was %s", (_, entry, why) => {
  expect(says([a], { a: kept, b: entry })).toContain(`which are ${why}.`);
});

test("a tenant may not be renamed, and is told why", () => {
  expect(says([b], { a: kept })).toBe(
    `config error fraiseql-loki:tenants: got no tenant a; expected the tenant a as long as there are lines of it, which are kept for 90 days; b would be another tenant, which cannot read them.
  Fix: ${fix("a")}`,
  );
});

test("the tenant without a gateway is one too", () => {
  expect(says([a], { fake: kept })).toContain("got no tenant fake;");
  expect(says([a, { id: "fake", retiredOn: "2026-11-26" }], { fake: kept })).toBe("");
});

test("what was never said is no register, and what is none is an error", () => {
  expect([readRegister(undefined), readRegister(null)]).toEqual([undefined, undefined]);
  expect(() => readRegister({ a: { keptDays: "90" } })).toThrow("keptDays");
});
