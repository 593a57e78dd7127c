import type { Dashboard, Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";

/** Pixels of one of the 24 columns, and of one row of the grid. */
const [column, row] = [40, 18];
const margin = 12;
const header = 44;

/** Words for the units that the dashboards have. */
const unitWords: Readonly<Record<string, string>> = {
  none: "",
  short: "count",
  bytes: "bytes",
  binBps: "bytes/s",
  mps: "lines/s",
  reqps: "requests/s",
  percentunit: "%",
  ms: "ms",
  s: "s",
};

/** The grid of a dashboard with the title, kind and unit of each panel, as SVG. */
export function layoutPicture(dashboard: Dashboard): string {
  const panels = dashboard.panels ?? [];
  const rows = Math.max(...panels.map(({ gridPos }) => (gridPos?.y ?? 0) + (gridPos?.h ?? 0)));
  const [width, height] = [24 * column + 2 * margin, rows * row + header + margin];
  const variables = (dashboard.templating.list ?? []).map(({ label, name }) => label ?? name);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${width}" height="${height}" fill="#f4f5f5"/>`,
    text(margin, 20, dashboard.title ?? "", 'font-size="16" font-weight="bold" fill="#24292e"'),
    text(
      margin,
      36,
      variables.map((name) => `[${name}]`).join("  "),
      'font-size="11" fill="#57606a"',
    ),
    ...panels.flatMap(box),
    "</svg>",
    "",
  ].join("\n");
}

function box(panel: Panel | RowPanel): string[] {
  const { x, y, w, h } = panel.gridPos ?? { x: 0, y: 0, w: 0, h: 0 };
  const [left, top] = [margin + x * column, header + y * row];
  if (panel.type === "row") {
    return [text(left, top + 13, `▾ ${panel.title ?? ""}`, 'font-size="12" fill="#24292e"')];
  }
  const { fieldConfig } = panel as Panel;
  const unit = fieldConfig?.defaults.unit ?? "none";
  const kind = [panel.type, unitWords[unit] ?? unit].filter((word) => word !== "").join(", ");
  const [width, height] = [w * column - 4, h * row - 4];
  return [
    `<rect x="${left + 2}" y="${top + 2}" width="${width}" height="${height}" rx="2" fill="#ffffff" stroke="#d0d7de"/>`,
    ...titleLines(panel.title ?? "", width).map((line, index) =>
      text(left + 10, top + 18 + 14 * index, line, 'font-size="12" fill="#24292e"'),
    ),
    text(left + 10, top + h * row - 10, kind, 'font-size="10" fill="#57606a"'),
  ];
}

/** A title in lines that fit: a letter takes about 6.5 pixels. */
function titleLines(title: string, width: number): string[] {
  const letters = Math.floor((width - 16) / 6.5);
  return title.split(" ").reduce<string[]>((lines, word) => {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    return longer.length <= letters || lines.length === 0
      ? [...lines.slice(0, -1), longer]
      : [...lines, word];
  }, []);
}

const text = (x: number, y: number, content: string, attributes: string) =>
  `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`;

const escaped = (content: string) =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
