import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseOptions } from "./options";
import { measure } from "./queryCosts/measure";
import { OneLoki } from "./queryCosts/oneLoki";
import { costsPage } from "./queryCosts/page";
import { command, Refusal } from "./refusal";

const usage = "npm run query-costs -- [--lines N] [--runs N]";
const file = join(__dirname, "..", "docs", "query-optimisation.md");

function positive(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Refusal(`--${name} is "${text}": expected a whole number of at least 1: ${usage}`);
  }
  return Number(text);
}

const machine = () => {
  const all = cpus();
  return `Machine: ${all.length} cores (${all[0]?.model.trim() ?? "unknown"})`;
};

void command(async () => {
  const options = parseOptions(process.argv.slice(2), usage, {
    lines: { type: "string", default: "300000" },
    runs: { type: "string", default: "5" },
  });
  const [lines, runs] = [positive("lines", options.lines), positive("runs", options.runs)];
  // So many streams and so much at once is what the measurement is about.
  const limits = { perStreamRateMb: 50, perStreamBurstMb: 100, maxStreams: 20_000 };
  const loki = await OneLoki.start({ loki: { limits }, cacheResults: false });
  try {
    const log = (text: string) => {
      process.stderr.write(`${text}\n`);
    };
    const measured = await measure(loki, { lines, runs, log });
    const { body } = await loki.client.raw("/loki/api/v1/status/buildinfo");
    const { version } = JSON.parse(body) as { readonly version: string };
    const where = { date: new Date().toISOString().slice(0, 10), machine: machine() };
    const page = readFileSync(file, "utf8");
    writeFileSync(file, costsPage(page, measured, { ...where, lokiVersion: version }));
    process.stdout.write(`wrote ${file}\n`);
  } finally {
    await loki.stop();
  }
});
