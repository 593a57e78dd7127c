import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dashboardFilesToGenerate } from "../../../tools/dashboards/generatedDashboards";
import { layoutPicture } from "../../../tools/dashboards/layoutPicture";
import { dashboards, panelsOf } from "./built";

const root = join(__dirname, "../../..");
const generated = dashboardFilesToGenerate();
const page = readFileSync(join(root, "docs/dashboards.md"), "utf8");

test.each(Object.keys(generated))("%s is what npm run generate writes", (name) => {
  expect(existsSync(join(root, name))).toBe(true);
  expect(readFileSync(join(root, name), "utf8")).toBe(generated[name]);
});

test("there is no picture of a dashboard that is gone", () => {
  const files = readdirSync(join(root, "docs/dashboards"));
  expect(files.sort()).toEqual(dashboards.map(({ dashboard }) => `${dashboard.uid}.svg`).sort());
});

test.each(dashboards)("the picture of $name has a box for each panel", ({ dashboard }) => {
  const picture = layoutPicture(dashboard);
  // One more: the background.
  expect(picture.match(/<rect /g)).toHaveLength(panelsOf(dashboard).length + 1);
});

test.each(dashboards)("docs/dashboards.md shows $name", ({ dashboard }) => {
  expect(page).toContain(`## ${dashboard.title}\n`);
  expect(page).toContain(`(dashboards/${dashboard.uid}.svg)`);
});

test("a title stands in as many lines as its panel needs, and no sign of it is markup", () => {
  const panel = {
    type: "stat",
    title: "a < b & c, said in many words",
    gridPos: { x: 0, y: 0, w: 3, h: 4 },
  };
  const [first] = dashboards;
  if (first === undefined) {
    throw new Error("there is no dashboard");
  }
  const picture = layoutPicture({ ...first.dashboard, panels: [panel] });
  const texts = [...picture.matchAll(/font-size="12"[^>]*>([^<]*)</g)].map(([, text]) => text);
  expect(texts).toEqual(["a &lt; b &amp; c, said", "in many words"]);
});
