import type { Pod } from "../../tools/cluster/kubectl";
import { cutNetwork } from "../../tools/chaos/cutNetwork";
import { fillVolume } from "../../tools/chaos/fillVolume";
import { killAndHold, killProcesses } from "../../tools/chaos/killProcesses";
import { commandLines, nodeScript, type NodeScript } from "../../tools/chaos/nodeScript";
import { runShell } from "../support/shell";

const uid = "0b0e0a4e-7a4f-4a53-9b46-6c3c1f3a7c55";
const loki = { podUid: uid, commandLine: commandLines.loki };

/** A node with these processes: command line by PID, in the cgroup of the pod unless another is given. */
function node(processes: Readonly<Record<string, string | readonly [string, string]>>) {
  const files = Object.entries(processes).flatMap(([pid, process]) => {
    const [commandLine, group] = typeof process === "string" ? [process, `pod${uid}`] : process;
    return [
      [`proc/${pid}/cgroup`, `4:memory:/kubepods/${group}/abc\n`],
      [`proc/${pid}/cmdline`, commandLine.replaceAll(" ", "\0")],
    ] as const;
  });
  return Object.fromEntries(files);
}

/**
 * Runs a script with stand-ins for what it calls. `kill` is one too; `sleep` ends the script, as the
 * kubelet does with its signal, unless it is that of a loop.
 */
function run(
  script: NodeScript,
  files: Readonly<Record<string, string>>,
  programs: Readonly<Record<string, string>> = {},
) {
  const text = nodeScript(script, 20)
    .replaceAll("/proc/", "/@/proc/")
    .replaceAll(/(?<=\s)\/node(?=[\s/;])/g, "/@/node");
  const signals = `kill() { echo "kill $*" >>/@/calls; command kill "$@" 2>/dev/null; }\n`;
  const end = `[ "$1" != 20 ] || { kill -TERM $PPID; exec sleep 1; }`;
  return runShell(
    signals + text,
    { sleep: `case $1 in 0.2) exec /bin/sleep 0.05 ;; esac\n${end}`, ...programs },
    files,
  );
}

const lokiLine = "/usr/bin/loki -config.file=/etc/loki.yaml -config.expand-env=true";
const others = {
  "91": "/pause",
  "92": [lokiLine, "pod11111111-7a4f-4a53-9b46-6c3c1f3a7c55"],
  "93": "sh -c loki -config.file=x",
} as const;

describe("processes that are killed", () => {
  test("are those of the pod with the command line, and nothing is to be mended", () => {
    const { status, stdout, calls } = run(
      killProcesses([loki]),
      node({ ...others, "99999991": lokiLine }),
    );
    expect([status, stdout]).toEqual([0, "fault applied\n"]);
    expect(calls.filter((call) => call.startsWith("kill"))).toEqual(["kill -9 99999991"]);
  });

  test("are found under systemd's names for cgroups too", () => {
    const { calls } = run(
      killProcesses([loki]),
      node({ "99999992": [lokiLine, `kubepods-pod${uid.replaceAll("-", "_")}.slice`] }),
    );
    expect(calls).toContain("kill -9 99999992");
  });

  test("are all looked up before the first is killed", () => {
    const second = { podUid: "22222222-aaaa", commandLine: commandLines.consul };
    const { calls } = run(
      killProcesses([loki, second]),
      node({
        "99999991": lokiLine,
        "99999993": ["consul agent -config-dir=x", "pod22222222-aaaa"],
        "99999994": ["consul acl token read", "pod22222222-aaaa"],
      }),
    );
    expect(calls).toContain("kill -9 99999991 99999993");
  });

  test("must be there", () => {
    const { status, stdout, calls } = run(killProcesses([loki]), node(others));
    expect([status, stdout]).toEqual([
      78,
      `cannot: the process ${commandLines.loki} does not run on its node\n`,
    ]);
    expect(calls.filter((call) => call.startsWith("kill -9"))).toEqual([]);
  });
});

test("processes that are kept down are stopped when they are started again, and go on in the end", () => {
  const { status, calls } = run(
    killAndHold([loki], '  echo "emptied $pid"'),
    node({ "99999991": lokiLine }),
    { sleep: `case $1 in 0.2) exec /bin/sleep 0.05 ;; esac\n/bin/sleep 0.4; kill -TERM $PPID` },
  );
  expect(status).toBe(0);
  const kills = calls.filter((call) => / 99999991$/.test(call));
  expect(kills[0]).toBe("kill -9 99999991");
  expect(new Set(kills.slice(1, -1))).toEqual(new Set(["kill -STOP 99999991"]));
  // Nothing stops it once it may go on.
  expect(kills.at(-1)).toBe("kill -CONT 99999991");
});

describe("a way that is cut", () => {
  const pod = { metadata: { uid } } as Pod;
  const rules = ["-p tcp --dport 8333 -j REJECT --reject-with tcp-reset"];
  const files = node({ "91": "/pause" });

  test("has rules in the network of the pod, and none in the end", () => {
    const { status, stdout, calls } = run(cutNetwork([{ pod, rules }]), files, {
      chroot: "",
    });
    expect([status, stdout]).toEqual([0, "fault applied\n"]);
    const inPod = calls
      .filter((call) => call.includes("nsenter"))
      .map((call) =>
        call.replace("chroot /@/node nsenter --net=/@/proc/91/ns/net -- iptables -w 5 ", ""),
      );
    expect(inPod).toEqual([
      "-N FAULT",
      "-A FAULT -p tcp --dport 8333 -j REJECT --reject-with tcp-reset",
      "-I OUTPUT ! -o lo -j FAULT",
      "-I INPUT ! -i lo -j FAULT",
      "-D OUTPUT ! -o lo -j FAULT",
      "-D INPUT ! -i lo -j FAULT",
      "-F FAULT",
      "-X FAULT",
    ]);
  });

  test.each([
    [
      "the node has no iptables",
      "exit 127",
      "cannot: the node has no iptables, with which packets are lost\n",
    ],
    [
      "its iptables does not work in a pod",
      'case "$*" in *version*) ;; *) exit 1 ;; esac',
      "cannot: the node's iptables does not work in a pod's network\n",
    ],
  ])("is not possible where %s", (_, chroot, message) => {
    const { status, stdout } = run(cutNetwork([{ pod, rules }]), files, { chroot });
    expect([status, stdout]).toEqual([78, message]);
  });
});

describe("a volume that is filled", () => {
  const files = {
    ...node({ "99999991": lokiLine }),
    "proc/99999991/root/wal/segment": "x",
    "node/var/lib/kubelet/x": "",
  };
  const fill = fillVolume(loki, "/wal", 93);
  const stat = (own: number) =>
    `case "$*" in *-f*) echo "1000 100 60" ;; *root/wal*) echo ${own} ;; *) echo 1 ;; esac`;

  test("gets a file up to the percentage, and loses it again", () => {
    const { status, stdout, calls } = run(fill, files, {
      stat: stat(7),
      fallocate: 'touch "$3"',
    });
    expect([status, stdout]).toEqual([0, "fault applied\n"]);
    expect(calls).toContain("fallocate -l 53000 /@/proc/99999991/root/wal/.fault-ballast");
  });

  test("must have a file system of its own", () => {
    const { status, stdout, calls } = run(fill, files, { stat: stat(1), fallocate: "" });
    expect([status, stdout]).toEqual([
      78,
      "cannot: the volume at /wal has no file system of its own: filling it would fill the node's disk\n",
    ]);
    expect(calls.filter((call) => call.startsWith("fallocate"))).toEqual([]);
  });
});
