import { contentHash, hashedName, labels } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import { inputsOf, resourceOf, tokenOf } from "../support/record";
import { runShell as run, type ShellRun } from "../support/shell";
import type { Container, Workload } from "../support/workloads";
import {
  bootstrapPod,
  contents,
  dataOf,
  meta,
  bootstrapOwner as owner,
  recordRing,
  secretVolume,
  types,
} from "./fixtures";

const runScript = (
  script: string | undefined,
  programs: Record<string, string>,
  there: Record<string, string> = {},
) => run(script ?? "", programs, there, { CONSUL_HTTP_ADDR: "http://consul" });

let evaluation: Evaluation;
let files: Record<string, string>;

beforeAll(async () => {
  evaluation = await recordRing();
  files = dataOf(evaluation, "consul-bootstrap-files");
});

test("is a Job of its own for each script, pod and token", async () => {
  const { metadata, spec } = inputsOf(evaluation, types.job, owner) as unknown as Workload;
  const names = { management: secretName("management"), loki: secretName("loki") };
  const name = hashedName(owner, { ...files, pod: JSON.stringify(bootstrapPod), ...names });
  expect(metadata).toEqual(meta(name, owner));
  expect(spec).toMatchObject({ activeDeadlineSeconds: 600, backoffLimit: 20 });
  expect(Object.keys(spec)).toEqual(["activeDeadlineSeconds", "backoffLimit", "template"]);
  const more = await recordRing({ servers: 5, heartbeatTimeout: "20m" });
  expect(inputsOf(more, types.job, owner)).toEqual(inputsOf(evaluation, types.job, owner));
});

const secretName = (role: "management" | "loki") => `consul-${role}-${contentHash(contents[role])}`;

test("runs with the two tokens in files and no right to anything else", () => {
  const { template } = (inputsOf(evaluation, types.job, owner) as unknown as Workload).spec;
  expect(template.metadata).toEqual({ labels: labels(owner) });
  expect(template.spec).toEqual({
    ...bootstrapPod,
    volumes: [
      { name: "files", configMap: { name: `${owner}-files-${contentHash(files)}` } },
      secretVolume("management", "management"),
      secretVolume("loki", "loki"),
    ],
  });
});

test("starts beside the servers, when its files and tokens are there", () => {
  expect(resourceOf(evaluation, types.job, owner).dependencies).toEqual([
    `${types.configMap}::consul-bootstrap-files`,
    `${types.secret}::consul-loki`,
    `${types.secret}::consul-management`,
    `${types.secret}::consul-server`,
    `${types.account}::consul-bootstrap`,
    `${types.password}::consul-loki-token`,
    `${types.password}::consul-management-token`,
    `${types.uuid}::consul-loki-accessor`,
  ]);
  expect(files["loki-policy.json"]).toBe('{"key_prefix":{"collectors/":{"policy":"write"}}}');
});

/** Answers as a server with a leader does. */
const leader = 'echo "10.0.0.1:8300"';
const noWait = "";

describe("the script", () => {
  const tokens = {
    "tokens/loki/accessor": "the-accessor",
    "tokens/loki/token": "the-token",
    "bootstrap/loki-policy.json": "{}",
  };
  /** Runs it against a Consul that refuses the calls that contain one of these words. */
  const bootstrap = (...refused: string[]): ShellRun =>
    runScript(
      files["bootstrap.sh"]?.replace(/(?<=[ @])\/(?=tokens|bootstrap)/g, "/@/"),
      {
        wget: leader,
        sleep: noWait,
        consul: refused.map((words) => `case "$*" in *"${words}"*) exit 1;; esac`).join("\n"),
      },
      tokens,
    );

  const ask = "wget -q -O - http://consul/v1/status/leader";
  const peers = "consul operator raft list-peers";
  const create = "consul acl policy create -name loki -rules @/@/bootstrap/loki-policy.json";
  const update = "consul acl policy update -name loki -rules @/@/bootstrap/loki-policy.json";
  const token =
    "consul acl token create -accessor the-accessor -secret the-token -policy-name loki -description Loki's ring";
  const read = "consul acl token read -accessor-id the-accessor";

  test("creates policy and token", () => {
    expect(bootstrap()).toEqual({
      status: 0,
      stdout: "Loki's policy and token are in place\n",
      stderr: "",
      calls: [ask, peers, create, token],
    });
  });

  test("keeps the token and renews the policy where they are there already", () => {
    const { status, calls } = bootstrap("policy create", "token create");
    expect([status, calls]).toEqual([0, [ask, peers, create, update, token, read]]);
  });

  test.each([
    { what: "policy", refused: ["policy"], calls: [ask, peers, create, update] },
    {
      what: "token",
      refused: ["acl token"],
      calls: [ask, peers, create, token, read],
    },
  ])("fails, to be run again, where the $what is refused", ({ refused, calls }) => {
    const ended = bootstrap(...refused);
    expect([ended.status === 0, ended.stdout, ended.calls]).toEqual([false, "", calls]);
  });

  test("prints no token", () => {
    const { stdout, stderr } = bootstrap("token read", "token create");
    expect(stdout + stderr).not.toContain("the-token");
  });
});

describe("the keeper of Loki's token", () => {
  /** Runs it for a few rounds: the stand-in for `sleep` ends it, as a signal would. */
  const keep = (consul: string, rounds: number): ShellRun =>
    runScript(
      files["keep-token.sh"]
        ?.replace("/bin/sh /bootstrap/bootstrap.sh", "bootstrap")
        .replace("/tokens", "/@/tokens"),
      {
        sleep: `[ "$(grep -c sleep $calls)" -le ${rounds} ] || kill -TERM $PPID`,
        consul,
        bootstrap: "",
      },
      { "tokens/loki/accessor": "the-accessor" },
    );
  const look = "consul acl token read -accessor-id the-accessor";

  test("does nothing while Consul knows it", () => {
    const { status, calls } = keep("", 2);
    expect([status, calls]).toEqual([0, ["sleep 20", look, "sleep 20", look, "sleep 20"]]);
  });

  test("runs the bootstrap again where Consul does not, or where nobody answers", () => {
    const { status, calls } = keep("exit 1", 2);
    const round = ["sleep 20", look, "bootstrap "];
    expect([status, calls]).toEqual([0, [...round, ...round, "sleep 20"]]);
  });
});

describe("what holds Loki back", () => {
  test("waits for a leader and then for its token to be good", () => {
    const [{ command }] = evaluation.outputs["initContainers"] as [Container];
    const countdown = (times: number, then: string) =>
      `[ "$(grep -c "^$(basename "$0") " $calls)" -gt ${times} ] || exit 1\n${then}`;
    const { status, calls } = runScript(command?.[2], {
      wget: countdown(2, leader),
      consul: countdown(1, ""),
      sleep: noWait,
    });
    const ask = "wget -q -O - http://consul/v1/status/leader";
    const get = "consul kv get -keys collectors/";
    const pause = "sleep 1";
    expect([status, calls]).toEqual([0, [ask, pause, ask, pause, ask, get, pause, get]]);
  });

  test("takes an empty answer for no leader", () => {
    const [{ command }] = evaluation.outputs["initContainers"] as [Container];
    const { calls } = runScript(command?.[2], {
      wget: `[ "$(grep -c wget $calls)" -gt 1 ] && ${leader} || echo '""'`,
      consul: "",
      sleep: noWait,
    });
    expect(calls.filter((call) => call.startsWith("wget"))).toHaveLength(2);
  });
});

describe("what holds a server's end back", () => {
  const stop = (state: string): ShellRun => {
    const { spec } = inputsOf(evaluation, types.statefulSet, "consul") as unknown as Workload;
    const [server] = spec.template.spec.containers;
    const exec = server?.lifecycle?.["preStop"]?.["exec"] as { command: string[] };
    expect(exec.command.slice(0, 2)).toEqual(["/bin/sh", "-c"]);
    return runScript(exec.command[2], { consul: state, sleep: noWait });
  };
  const state = (tolerance: number) =>
    `echo '{ "Healthy": true, "FailureTolerance": ${tolerance}, "OptimisticFailureTolerance": 7 }'`;
  const ask = "consul operator autopilot state -format=json";

  test("lets it go at once where the others do without it", () => {
    expect([stop(state(1)).calls, stop(state(2)).calls]).toEqual([[ask], [ask]]);
  });

  test("waits while a majority hangs on it", () => {
    const recovers = `[ "$(grep -c autopilot $calls)" -gt 2 ] && ${state(1)} || ${state(0)}`;
    const { calls } = stop(recovers);
    expect(calls).toEqual([ask, "sleep 1", ask, "sleep 1", ask]);
  });

  test.each([
    { what: "that stays so", answer: state(0) },
    { what: "nobody answers", answer: "exit 1" },
  ])("gives up after half a minute where $what", ({ answer }) => {
    const { status, calls } = stop(answer);
    expect([status, calls.length, new Set(calls)]).toEqual([0, 60, new Set([ask, "sleep 1"])]);
  });
});

test("hands out tokens in the form that Consul asks for", () => {
  expect(contents.loki.token).toBe(tokenOf("consul-loki-token"));
  expect(contents.loki.token).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
