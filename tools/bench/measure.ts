import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** What one process used. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

/** Folder of the checkout. */
export const root = join(__dirname, "..", "..");

const runs = 5;

/** Runs a Node program five times after one that warms the caches; the median of each figure. */
export function measureNode(args: readonly string[]): Usage {
  runOnce(args);
  const usages = Array.from({ length: runs }, () => runOnce(args));
  return {
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    wallSeconds: median(usages.map(({ wallSeconds }) => wallSeconds)),
    peakMegabytes: median(usages.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

function runOnce(args: readonly string[]): Usage {
  const preload = ["--require", join(root, "tools", "bench", "usage.js")];
  const { status, stderr } = spawnSync(process.execPath, [...preload, ...args], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (status !== 0) {
    throw new Error(`node ${args.join(" ")} ended with ${status ?? "no code"}:\n${stderr}`);
  }
  return JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "") as Usage;
}

/** Seconds of the wall clock that a command takes. */
export function wallSeconds(command: string, args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status ?? "no code"}:\n${stderr}`);
  }
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
