import { datasources } from "../../components/grafana/datasources";
import { grafanaLinks } from "../../components/grafana/links";
import { guideQueries } from "../../components/queries";
import { devSettings, prodSettings } from "../support/settings";

interface Pane {
  readonly datasource: string;
  readonly queries: readonly Record<string, unknown>[];
  readonly range: unknown;
}

/** What Explore reads of an address: one pane. */
function paneOf(url: string): Pane {
  const { searchParams } = new URL(url);
  expect(searchParams.get("schemaVersion")).toBe("1");
  const panes = JSON.parse(searchParams.get("panes") ?? "") as Record<string, Pane>;
  expect(Object.keys(panes)).toEqual(["loki"]);
  return panes["loki"] as Pane;
}

test.each([
  ["a forwarded port", {}, "http://localhost:3000"],
  [
    "an address of its own",
    { url: "https://logs.example.com/grafana/" },
    "https://logs.example.com/grafana",
  ],
  [
    "an Ingress",
    { expose: { kind: "ingress", host: "grafana.example.com", tls: "off" } },
    "http://grafana.example.com",
  ],
])("lead to %s", (_, grafana, address) => {
  const { dashboardUrls, exploreUrls } = grafanaLinks(devSettings({ grafana }));
  expect(dashboardUrls).toEqual({
    logVolume: `${address}/d/fraiseql-log-volume`,
    errors: `${address}/d/fraiseql-errors`,
    performance: `${address}/d/fraiseql-performance`,
    service: `${address}/d/fraiseql-service`,
  });
  expect(
    Object.values(exploreUrls).filter((url) => !url.startsWith(`${address}/explore?`)),
  ).toEqual([]);
});

test("open the guide's ten queries in Explore as they are asked", () => {
  const { exploreUrls } = grafanaLinks(prodSettings());
  expect(Object.keys(exploreUrls)).toEqual(guideQueries.map(({ name }) => name));
  for (const { name, expr, asked } of guideQueries) {
    expect(paneOf(exploreUrls[name] ?? "")).toEqual({
      datasource: "loki",
      queries: [
        {
          refId: "A",
          expr,
          queryType: asked,
          datasource: { type: "loki", uid: "loki" },
          editorMode: "code",
        },
      ],
      range: { from: "now-1h", to: "now" },
    });
  }
});

test("ask the jobs that the settings name", () => {
  const { exploreUrls } = grafanaLinks(
    devSettings({ collector: { fraiseqlJobs: ["shop"], postgresqlJobs: ["db"] } }),
  );
  const exprOf = (name: string) => paneOf(exploreUrls[name] ?? "").queries[0]?.["expr"];
  expect(exprOf("errors")).toBe('{job="shop", level="error"}');
  expect(exprOf("slowStatements")).toMatch(/^\{job="db"\}/);
});

test("ask a data source that is provisioned", () => {
  const file = datasources({ loki: { url: "http://loki:3100", queryTimeout: "5m" } });
  expect(file.datasources.map(({ uid }) => uid)).toContain(
    paneOf(grafanaLinks(devSettings()).exploreUrls["errors"] ?? "").datasource,
  );
});
