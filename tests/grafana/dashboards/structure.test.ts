import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  dashboardPath,
  dashboardSubjects,
  type DashboardName,
} from "../../../components/grafana/dashboardFiles";
import { dashboardUids } from "../../../components/grafana/dashboardUids";
import { datasourceUids } from "../../../components/grafana/datasourceUids";
import { catalogued } from "../../../components/queries/catalogue";
import { referredVariables } from "../../../components/queries/interpolate";
import { dashboards, linksOf, panelsOf, targetsOf } from "./built";

const root = join(__dirname, "..", "..", "..");
const panels = dashboards.flatMap(({ name, dashboard }) =>
  panelsOf(dashboard).map((panel) => ({ title: `${name}: ${panel.title ?? ""}`, panel })),
);
const withData = panels.filter(({ panel }) => panel.type !== "text");
/** Grafana's own variables: https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#global-variables */
const global = /^__/;

describe("the dashboards", () => {
  test("have uids that are fixed and their own", () => {
    const uids = dashboards.map(({ name, dashboard }) => [name, dashboard.uid]);
    expect(uids).toEqual(uids.map(([name]) => [name, dashboardUids[name as DashboardName]]));
    expect(new Set(uids.map(([, uid]) => uid)).size).toBe(uids.length);
  });

  test("are those that are provisioned", () => {
    expect(dashboards.map(({ name }) => name).sort()).toEqual(
      Object.keys(dashboardSubjects).sort(),
    );
  });

  test("have no file that is nobody's", () => {
    const files = readdirSync(join(root, "components/grafana/dashboards/json"));
    expect(files.sort()).toEqual(dashboards.map(({ dashboard }) => `${dashboard.uid}.json`).sort());
  });

  test("ask nothing that is not in the catalogue, and all that it has for them", () => {
    const exprs = catalogued.map(({ expression }) => expression.expr);
    const theirs = catalogued
      .filter(({ area }) => area in dashboardUids)
      .map(({ expression }) => expression.expr);
    const used = new Set(panels.flatMap(({ panel }) => targetsOf(panel).map(({ expr }) => expr)));
    expect([...used].filter((expr) => !exprs.includes(expr))).toEqual([]);
    expect(theirs.filter((expr) => !used.has(expr))).toEqual([]);
  });
});

describe.each(dashboards)("$name", ({ name, dashboard }) => {
  test("is what npm run generate writes", () => {
    const text = readFileSync(join(root, dashboardPath(name as DashboardName)), "utf8");
    expect(JSON.parse(text)).toEqual(dashboard);
  });

  test("leaves room in its ConfigMap, also for kubectl's copy of it", () => {
    expect(JSON.stringify(dashboard).length).toBeLessThan(200_000);
  });

  test("has the newest schema of Grafana 13's classic dashboards", () => {
    expect(dashboard.schemaVersion).toBe(42);
  });

  test("says what it shows", () => {
    expect(dashboard.title).toMatch(/\S/);
    expect(dashboard.description).toMatch(/\S.*\.$/);
  });

  test("defines each variable once, before it is used by another", () => {
    const known: string[] = [];
    for (const { name: variable, query, datasource } of dashboard.templating.list ?? []) {
      const used = referredVariables(JSON.stringify([query, datasource ?? null]));
      expect({ variable, unknown: used.filter((each) => !known.includes(each)) }).toEqual({
        variable,
        unknown: [],
      });
      expect(known).not.toContain(variable);
      known.push(variable);
    }
  });

  test("defines the variables that its panels use, and uses those that it defines", () => {
    const variables = (dashboard.templating.list ?? []).map((variable) => variable.name);
    const used = referredVariables(JSON.stringify(dashboard.panels)).filter(
      (each) => !global.test(each),
    );
    expect(used).toEqual([...variables].sort());
  });

  test("describes each variable", () => {
    const described = (dashboard.templating.list ?? []).map(({ label, description }) =>
      [label, description].every((text) => /\S/.test(text ?? "")),
    );
    expect(described).toEqual(described.map(() => true));
  });

  test("chooses data sources that are provisioned", () => {
    const chosen = (dashboard.templating.list ?? [])
      .filter(({ type }) => (type as string) === "datasource")
      .map(({ query, current }) => [query, current?.value]);
    expect(chosen).not.toEqual([]);
    for (const [type, uid] of chosen) {
      expect(["loki", "prometheus"]).toContain(type);
      expect(uid).toBe(datasourceUids[type as "loki" | "prometheus"]);
    }
  });

  test("has panels that do not cover each other and stay within 24 columns", () => {
    const taken = new Map<string, string>();
    for (const { title = "", gridPos } of dashboard.panels ?? []) {
      const { x, y, w, h } = gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
      expect(w * h).toBeGreaterThan(0);
      expect(x + w).toBeLessThanOrEqual(24);
      for (let column = x; column < x + w; column += 1) {
        for (let row = y; row < y + h; row += 1) {
          expect([title, taken.get(`${column}/${row}`)]).toEqual([title, undefined]);
          taken.set(`${column}/${row}`, title);
        }
      }
    }
  });

  test("numbers its panels", () => {
    const ids = (dashboard.panels ?? []).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });

  test("links to dashboards that are there", () => {
    const uids: string[] = Object.values(dashboardUids);
    const links = linksOf(dashboard);
    expect(links.map(({ title }) => title)).toContain("FraiseQL logs");
    for (const { type, tags, url } of links) {
      if ((type as string) === "dashboards") {
        const shown = dashboards.filter((other) =>
          tags.every((tag) => other.dashboard.tags?.includes(tag)),
        );
        expect(shown).toEqual(dashboards);
      } else if (url?.startsWith("/d/")) {
        expect(uids).toContain(/^\/d\/([^/?]+)/.exec(url)?.[1]);
      } else {
        expect(url).toMatch(/^\/explore\?/);
      }
    }
  });
});

/** Panels of Grafana's own that need no plugin, and none of the Angular ones. */
const kinds = ["timeseries", "stat", "table", "logs", "bargauge", "text"];

describe.each(panels)("$title", ({ panel }) => {
  test("says what it shows", () => {
    expect(panel.title).toMatch(/\S/);
    expect(panel.description).toMatch(/\S.*\.$/s);
  });

  test("is of a kind that Grafana has", () => {
    expect(kinds).toContain(panel.type);
  });
});

describe.each(withData)("$title", ({ panel }) => {
  test("has a unit, and says why it can be empty", () => {
    const { unit, noValue } = panel.fieldConfig?.defaults ?? {};
    expect(unit).toMatch(/^\w+$/);
    expect(noValue).toMatch(/^\S.{15,}/);
  });

  test("asks one data source, by the dashboard's variable", () => {
    const targets = targetsOf(panel);
    const language = panel.datasource?.type === "loki" ? "datasource" : "metrics";
    expect(targets.length).toBeGreaterThan(0);
    expect(panel.datasource?.uid).toBe(`\${${language}}`);
    expect(targets.map(({ datasource }) => datasource)).toEqual(
      targets.map(() => panel.datasource),
    );
  });

  test("names its queries apart", () => {
    const refIds = targetsOf(panel).map(({ refId }) => refId);
    expect(refIds).toEqual(refIds.map((_, index) => String.fromCharCode(65 + index)));
  });
});
