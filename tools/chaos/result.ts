import type { Comparison } from "../load/lines";
import type { Written } from "../load/writer";
import type { Fault } from "./fault";
import type { PeakMemory } from "./measure/memory";

/** When what happened, in milliseconds of this machine's clock. */
export interface Times {
  readonly broken: number;
  readonly mended: number;
  /** Since when the stack was whole again and as quick as before. */
  readonly recovered: number;
}

/** What was seen of one fault. */
export interface Measured {
  readonly times: Times;
  readonly evidence: string;
  readonly written: Written;
  /** Lines pushed through the gateway, and lines printed by a pod. */
  readonly pushed: Comparison;
  readonly printed: Comparison;
  readonly printedCount: number;
  /** When the stack first was not whole. @default never seen */
  readonly firstUnwhole?: number;
  readonly baselineP99Ms: number;
  readonly p99Ms: number;
  readonly memory: PeakMemory;
  /** Restarts that the fault itself did not cause, ends for lack of memory, damaged logs. */
  readonly unexpected: readonly string[];
}

/** One line of the report. */
export interface FaultResult {
  readonly id: string;
  readonly title: string;
  readonly heldSeconds: number;
  readonly evidence: string;
  readonly sent: number;
  readonly acknowledged: number;
  readonly printed: number;
  readonly lost: number;
  /** The same, read once more when nothing of it was in memory; absent where that was not done. */
  readonly lostFromStore?: number;
  readonly duplicated: number;
  /** Phantom and corrupt lines. */
  readonly wrong: number;
  readonly refusedAttempts: number;
  /** What the first of them, each text once, were answered. */
  readonly answers: readonly string[];
  readonly refused: number;
  /** To the first refused attempt, or the first look that did not find the stack whole. */
  readonly detectSeconds: number | undefined;
  readonly outageSeconds: number;
  readonly recoverySeconds: number;
  readonly baselineP99Ms: number;
  readonly p99Ms: number;
  /** By pod; empty where the kubelet may not be asked. */
  readonly peakMemoryMiB: Readonly<Record<string, number>>;
  readonly settings: readonly string[];
  /** What did not hold. */
  readonly failures: readonly string[];
}

/** Judges what was seen by what must hold. */
export function resultOf(fault: Fault, seen: Measured): FaultResult {
  const { times, written, pushed, printed } = seen;
  const attempts = written.refusedAttempts.map(({ at }) => at);
  const first = Math.min(...attempts);
  const detected = Math.min(first, seen.firstUnwhole ?? Number.POSITIVE_INFINITY);
  const heldSeconds = seconds(times.mended - times.broken);
  const result = {
    id: fault.id,
    title: fault.title,
    heldSeconds,
    evidence: seen.evidence,
    sent: written.sent.size,
    acknowledged: written.acknowledged.size,
    printed: seen.printedCount,
    lost: pushed.lost + printed.lost,
    duplicated: pushed.duplicate + printed.duplicate,
    wrong: pushed.phantom + pushed.corrupt + printed.phantom + printed.corrupt,
    refusedAttempts: attempts.length,
    answers: [...new Set(written.refusedAttempts.map(({ said }) => said))].slice(0, 3),
    refused: written.refused.length,
    detectSeconds: Number.isFinite(detected)
      ? Math.max(0, seconds(detected - times.broken))
      : undefined,
    outageSeconds: attempts.length === 0 ? 0 : seconds(Math.max(...attempts) - first),
    recoverySeconds: seconds(times.recovered - times.mended),
    baselineP99Ms: seen.baselineP99Ms,
    p99Ms: seen.p99Ms,
    peakMemoryMiB: mebibytes(seen.memory),
    settings: fault.settings,
  };
  return { ...result, failures: [...failuresOf(fault, result), ...seen.unexpected] };
}

type Judged = Omit<FaultResult, "failures">;

function failuresOf({ bounds }: Fault, result: Judged): string[] {
  const outage =
    bounds.outageSeconds + (bounds.refusedAttempts === "while it lasts" ? result.heldSeconds : 0);
  const failures: (readonly [boolean, string])[] = [
    [result.acknowledged === 0, "nothing was acknowledged"],
    [result.printed === 0, "nothing was printed"],
    [result.lost > 0, `${result.lost} lines lost`],
    [result.duplicated > 0, `${result.duplicated} lines read twice`],
    [result.wrong > 0, `${result.wrong} lines that were never sent, or are damaged`],
    [result.refused > 0, `${result.refused} pushes refused for good`],
    [
      bounds.refusedAttempts === "none" && result.refusedAttempts > 0,
      `${result.refusedAttempts} attempts refused, and none may be`,
    ],
    [
      bounds.refusedAttempts !== "none" && result.outageSeconds > outage,
      `attempts refused for ${result.outageSeconds} s, more than ${outage} s`,
    ],
    [
      result.recoverySeconds > bounds.recoverySeconds,
      `whole again after ${result.recoverySeconds} s, more than ${bounds.recoverySeconds} s`,
    ],
  ];
  return failures.filter(([failed]) => failed).map(([, text]) => text);
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;

const mebibytes = (memory: PeakMemory) =>
  Object.fromEntries([...memory].sort().map(([pod, bytes]) => [pod, Math.ceil(bytes / 2 ** 20)]));

/** The result with what was found in the object store alone. */
export function withStore(result: FaultResult, { pushed, printed }: Readings): FaultResult {
  const lostFromStore = pushed.lost + printed.lost;
  const others = [pushed, printed].flatMap(({ duplicate, phantom, corrupt }) => [
    duplicate,
    phantom,
    corrupt,
  ]);
  const wrong = others.reduce((sum, count) => sum + count, 0);
  const failures = [
    ...(lostFromStore > 0 ? [`${lostFromStore} lines lost from the store`] : []),
    ...(wrong > 0 ? [`${wrong} lines of the store twice, never sent or damaged`] : []),
  ];
  return { ...result, lostFromStore, failures: [...result.failures, ...failures] };
}

/** What was found of the lines that were pushed, and of those that were printed. */
export type Readings = Pick<Measured, "pushed" | "printed">;
