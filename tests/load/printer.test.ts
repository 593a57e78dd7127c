import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Printer, printerScript } from "../../tools/load/printer";
import { Kubectl } from "../../tools/cluster/kubectl";

const run = "8f3a5b7c9d1e";
const printer = new Printer(new Kubectl({}), { namespace: "loki-chaos", image: "busybox", run });
const query = '{namespace="loki-chaos", app="printer"}';

/** What the pod's own script prints until it is told to stop, in its third round. */
function printed(): { lines: string[]; count: number } {
  const folder = mkdtempSync(join(tmpdir(), "printer-"));
  const script = printerScript(run)
    .replaceAll("/tmp/", `${folder}/`)
    .replace("sleep 0.1", `rounds="\${rounds:-}x"; [ $rounds != xxx ] || touch ${folder}/stop`)
    .replace("sleep 3600", "");
  const { stdout } = spawnSync("/bin/sh", ["-c", script], { encoding: "utf8", timeout: 10_000 });
  const count = Number(readFileSync(join(folder, "count"), "utf8"));
  rmSync(folder, { recursive: true });
  return { lines: stdout.trimEnd().split("\n"), count };
}

const found = (lines: readonly string[]) =>
  lines.map((line, index) => ({ line, time: BigInt(index), labels: {} }));
const whole = { read: 30, lost: 0, phantom: 0, duplicate: 0, corrupt: 0 };

test("what the pod prints is known line by line", () => {
  const { lines, count } = printed();
  expect([lines.length, count]).toEqual([30, 30]);
  expect(lines[7]).toMatch(/^run=8f3a5b7c9d1e writer=stdout seq=7 sum=\d+ x{200}$/);
  expect(printer.compare({ query, count }, found(lines))).toEqual(whole);
});

test("a line that is missing, there twice, damaged or from elsewhere is seen", () => {
  const { lines, count } = printed();
  const [first = "", second = "", ...rest] = lines;
  const compare = (all: readonly string[], printedLines = count) =>
    printer.compare({ query, count: printedLines }, found(all));
  expect(compare([second, ...rest])).toEqual({ ...whole, read: 29, lost: 1 });
  expect(compare([...lines, first])).toEqual({ ...whole, read: 31, duplicate: 1 });
  expect(compare([first.replace("seq=0", "seq=1"), second, ...rest])).toEqual({
    ...whole,
    lost: 1,
    corrupt: 1,
  });
  expect(compare([...lines, first.replace(run, "000000000000")])).toEqual({
    ...{ ...whole, read: 31 },
    corrupt: 1,
  });
  expect(compare(lines, 29)).toEqual({ ...whole, phantom: 1 });
});
