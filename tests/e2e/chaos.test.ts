import { faults } from "../../tools/chaos/faults";
import type { Outcome } from "../../tools/chaos/report";
import { gatewayPods } from "../../tools/chaos/targets";
import { poll } from "../../tools/cluster/poll";
import { testBed } from "../../tools/cluster/testbed";
import { Lane, short, type ChaosRun } from "./support/chaos";
import { fillLogs, type PushesInReplay, ReplayWatch } from "./support/longLog";
import { report } from "./support/report";
import { settled, type Settled } from "./support/settled";

jest.setTimeout(short ? 1_500_000 : 7_200_000);

/**
 * Made while the other stacks rest: it has a bound for how long the processes take to start, and that
 * is of a stack that has its two processors for itself.
 */
const alone = "F05";

/**
 * Three stacks are broken side by side: most of a fault's time is waiting. In this order, since a
 * process that is killed a second time is started again only after a pause.
 */
const lanes = [
  ["F01", "F35", "F36", "F04", "F39"],
  ["F06", "F18", "F09", "F22", "F49", "F48"],
  ["F13", "F31", "F20"],
] as const;

/** What interrupts one more run on a stack, once its faults are made: the last one takes longest. */
const interruptions = ["SIGINT", "SIGTERM", undefined] as const;

/** The promise for memory, under 300 lines a second. */
const mostLokiMiB = 512;

/** What each stack is deployed for. */
const stacks = lanes.map((faultIds, index) => (index === 0 ? [alone, ...faultIds] : faultIds));

const confirm = "--yes-break-this-cluster";

describe("faults", () => {
  const opened: Lane[] = [];
  let runs: readonly ChaosRun[] = [];
  let interrupted: readonly Interrupted[] = [];
  /** Of F04, after which two Lokis replay their logs while the third one takes lines. */
  let watch: ReplayWatch | undefined;
  let pushesInReplay: Promise<PushesInReplay> | undefined;
  let filled: Promise<void> | undefined;
  /** A fault's first line tells that it begins, its second one how it went. */
  const watchReplays = ({ stage }: Lane, line: string) => {
    if (line.startsWith("F36 held")) {
      filled = fillLogs(stage.stack, 100);
    } else if (line.startsWith("F04 ") && watch === undefined) {
      watch = new ReplayWatch(stage.stack);
    } else if (line.startsWith("F04 ")) {
      pushesInReplay = watch?.stop();
    }
  };
  const outcomes = () => runs.flatMap((run) => run.outcomes);

  beforeAll(async () => {
    const opening = await Promise.allSettled(
      stacks.map((faultIds, index) => Lane.open(`e2e-fault-${index + 1}`, faultIds)),
    );
    // One that failed closes itself, the other one is closed at the end.
    opened.push(...opening.flatMap((lane) => (lane.status === "fulfilled" ? [lane.value] : [])));
    opening.forEach((lane) => {
      if (lane.status === "rejected") {
        throw lane.reason;
      }
    });
    const first = opened[0] as Lane;
    const quiet = await first.chaos(["--fault", alone, confirm]);
    const together = await Promise.all(
      opened.map(async (lane, index) => {
        const run = await lane.chaos(
          ["--fault", lanes[index]?.join(",") ?? "", confirm],
          (line) => {
            if (lane === first) {
              watchReplays(lane, line);
            }
          },
        );
        const signal = interruptions[index];
        return { run, interrupted: signal && (await settled(interrupt(lane, signal))) };
      }),
    );
    runs = [quiet, ...together.map(({ run }) => run)];
    interrupted = together.flatMap((lane) => lane.interrupted ?? []);
    await filled;
    outcomes().forEach((outcome) => {
      report(lineOf(outcome));
    });
  });
  afterAll(async () => {
    await Promise.all(opened.map((lane) => lane.close()));
  });

  test("are all made", () => {
    expect([alone, ...lanes.flat()].sort()).toEqual(faults.map(({ id }) => id));
    expect(runs.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(runs.map(() => ""));
    expect(runs).toHaveLength(lanes.length + 1);
  });

  test.each(faults)("$id $title", ({ id }) => {
    const outcome = outcomes().find((one) => idOf(one) === id);
    if (id === "F09" && !testBed.isLocal) {
      expect(outcome?.kind).toMatch(/^made$|^not possible$/);
      return;
    }
    expect(outcome).toMatchObject({ kind: "made" });
    const { result } = outcome as Extract<Outcome, { kind: "made" }>;
    expect(result).toMatchObject({
      failures: [],
      lost: 0,
      lostFromStore: 0,
      duplicated: 0,
      wrong: 0,
      refused: 0,
    });
    expect(result.acknowledged).toBeGreaterThan(1_000);
    expect(result.printed).toBeGreaterThan(500);
    const lokis = Object.entries(result.peakMemoryMiB).filter(([pod]) => /^loki-\d$/.test(pod));
    expect(lokis).toHaveLength(3);
    expect(Math.max(...lokis.map(([, size]) => size))).toBeLessThanOrEqual(mostLokiMiB);
  });

  test("reach no replica that replays its log", async () => {
    const pushes = Object.entries((await pushesInReplay) ?? {});
    expect(pushes.map(([name]) => name)).not.toEqual([]);
    expect(pushes.filter(([, count]) => count > 0)).toEqual([]);
  });

  test("are undone when SIGINT or SIGTERM interrupts", () => {
    expect(interrupted).toEqual(
      ["SIGINT", "SIGTERM"].map((signal) => ({
        status: "fulfilled",
        value: {
          ...{ signal, code: 130, gone: true },
          told: expect.stringContaining("undone: the gateway scaled to none") as string,
          ...{ gateways: 2, left: "" },
        },
      })),
    );
  });

  test("are refused without a confirmation, and nothing is touched", async () => {
    const lane = opened[0] as Lane;
    const { code, stderr, outcomes: made } = await lane.chaos(["--fault", "F01"]);
    expect({ code, made }).toEqual({ code: 1, made: [] });
    expect(stderr).toMatch(/^this kills pods .* \(F01\): add --yes-break-this-cluster\n$/);
  });
});

/** What an interrupted run told and left. */
type Interrupted = Awaited<Settled<Awaited<ReturnType<typeof interrupt>>>>;

/** Interrupts a run once the gateway is gone, and looks at what it leaves. */
async function interrupt(lane: Lane, signal: NodeJS.Signals) {
  const { stage } = lane;
  let gone = false;
  const { code, stderr: told } = await lane.chaos(["--fault", "F36", confirm], (line, send) => {
    if (line.startsWith("F36")) {
      void noGateway(stage).then(() => {
        gone = true;
        send(signal);
      });
    }
  });
  const { namespace } = stage.outputs;
  const chaosNamespace = ["get", "namespace", `${namespace}-chaos`, "--ignore-not-found"];
  return {
    ...{ signal, code, gone, told },
    gateways: (await gatewayPods(stage.stack)).length,
    left: await stage.cluster.kubectl.call(chaosNamespace),
  };
}

const noGateway = ({ stack }: Lane["stage"]) =>
  poll(async () => ((await gatewayPods(stack)).length === 0 ? true : undefined), {
    what: "every gateway gone",
    timeoutMs: 60_000,
  });

const idOf = (outcome: Outcome) => (outcome.kind === "made" ? outcome.result.id : outcome.id);

function lineOf(outcome: Outcome): string {
  if (outcome.kind !== "made") {
    return `${outcome.id} ${outcome.kind}: ${outcome.why}`;
  }
  const { id, acknowledged, printed, lost, refusedAttempts, refused, evidence, ...more } =
    outcome.result;
  const { detectSeconds = "-", outageSeconds, recoverySeconds, baselineP99Ms, p99Ms } = more;
  const peak = Math.max(
    ...Object.entries(more.peakMemoryMiB).map(([pod, size]) => (/^loki-\d$/.test(pod) ? size : 0)),
  );
  return `${id}: ${acknowledged} + ${printed} lines, ${lost} lost; refused ${refusedAttempts}, for good ${refused}; detect ${detectSeconds} s, outage ${outageSeconds} s, whole after ${recoverySeconds} s; p99 ${baselineP99Ms} > ${p99Ms} ms; Loki ${peak} MiB (${evidence})`;
}
