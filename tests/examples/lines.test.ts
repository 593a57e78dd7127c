import { query, guideQueries } from "../../components/queries";
import { pythonLines, rustLines } from "../support/exampleLines";

const lines = [...Object.values(pythonLines), ...rustLines].map(
  (line) => JSON.parse(line) as Record<string, unknown>,
);

/** The value at a path such as `context.user_id`. */
const at = (line: Record<string, unknown>, path: string) =>
  path
    .split(".")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], line);

/** Paths that the guide's queries take out of a line. */
const paths = guideQueries.flatMap(({ expr }) =>
  [...expr.matchAll(/\| json \w+="([\w.]+)"/g)].map(([, path = ""]) => path),
);

test("the guide's queries read these fields", () => {
  expect([...new Set(paths)].sort()).toEqual([
    "context.tenant_id",
    "context.user_id",
    "exception_type",
    "fingerprint",
  ]);
});

test.each([...new Set(paths), "trace_id", "fields.trace_id"])("a line has %s", (path) => {
  expect(lines.filter((line) => typeof at(line, path) === "string")).not.toEqual([]);
});

test("lines say level, time and message where the pipeline and people look for them", () => {
  for (const line of lines) {
    expect(line).toMatchObject({
      level: expect.any(String) as string,
      timestamp: expect.stringMatching(/^2026-01-10T12:00:00\.\d{6}(Z|\+00:00)$/) as string,
    });
    expect(at(line, "message") ?? at(line, "fields.message")).toEqual(expect.any(String));
  }
});

test("each trace id links: 32 digits, never all of them 0", () => {
  const ids = lines.flatMap((line) => [line["trace_id"], at(line, "fields.trace_id")]);
  for (const id of ids.filter((value) => value !== undefined)) {
    expect(id).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  }
});

test("FraiseQL's server writes no trace id of its own", () => {
  const own = rustLines.filter((line) => !line.includes('"target":"shop::'));
  expect(own.filter((line) => line.includes("trace_id"))).toEqual([]);
  expect(query("trace")).toContain("fields_trace_id");
});
