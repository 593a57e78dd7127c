/** What Explore is opened with. */
export interface ExploreQuery {
  /** Uid of a Loki data source, or a variable that holds one. */
  readonly datasourceUid: string;
  readonly expr: string;
  /** One value of now, or lines and curves. */
  readonly asked: "instant" | "range";
  /** How far back. @default 1h */
  readonly since?: string;
}

/**
 * The address of a query in Explore, from the root of Grafana. Variables (`${name}`) stay readable
 * for Grafana, which fills them in before it opens the link.
 * @see https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/#share-explore-urls
 */
export function explorePath({ datasourceUid, expr, asked, since = "1h" }: ExploreQuery): string {
  const pane = {
    datasource: datasourceUid,
    queries: [
      {
        refId: "A",
        expr,
        queryType: asked,
        datasource: { type: "loki", uid: datasourceUid },
        editorMode: "code",
      },
    ],
    range: { from: `now-${since}`, to: "now" },
  };
  const panes = encodeURIComponent(JSON.stringify({ loki: pane }));
  const variables = /%24%7B([\w.]+)%7D/g;
  return `/explore?schemaVersion=1&panes=${panes.replace(variables, "$${$1}")}&orgId=1`;
}
