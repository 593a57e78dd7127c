import { tableText } from "../tableText";
import type { FaultResult } from "./result";

/** What became of one fault. */
export type Outcome =
  | { readonly kind: "made"; readonly result: FaultResult }
  | {
      readonly kind: "not possible";
      readonly id: string;
      readonly title: string;
      readonly why: string;
    }
  | {
      readonly kind: "broke off";
      readonly id: string;
      readonly title: string;
      readonly why: string;
    };

/** The report for people: a line for each fault, and below it what did not hold. */
export function reportText(outcomes: readonly Outcome[]): string {
  return `${tableText([columns, ...outcomes.map(rowOf)])}\n${outcomes.flatMap(detailsOf).join("\n")}\n`;
}

const columns = [
  "fault",
  "verdict",
  "sent",
  "acked",
  "printed",
  "lost",
  "lost from store",
  "twice",
  "refused",
  "for good",
  "detect s",
  "outage s",
  "recover s",
  "p99 ms",
  "Loki MiB",
];

function rowOf(outcome: Outcome): string[] {
  if (outcome.kind !== "made") {
    return [`${outcome.id} ${outcome.title}`, outcome.kind.toUpperCase()];
  }
  const { result } = outcome;
  return [
    `${result.id} ${result.title}`,
    result.failures.length === 0 ? "held" : "FAILED",
    ...[result.sent, result.acknowledged, result.printed, result.lost],
    ...[result.lostFromStore ?? "-", result.duplicated],
    ...[result.refusedAttempts, result.refused, result.detectSeconds ?? "-"],
    ...[result.outageSeconds, result.recoverySeconds],
    // Without a push that was acknowledged meanwhile there is no time to tell.
    `${result.baselineP99Ms} > ${result.p99Ms === 0 ? "-" : result.p99Ms}`,
    peakOf(result.peakMemoryMiB, /^loki-\d+$/),
  ].map(String);
}

function detailsOf(outcome: Outcome): string[] {
  if (outcome.kind !== "made") {
    return [`${outcome.id} ${outcome.kind}: ${outcome.why}`];
  }
  const { id, heldSeconds, evidence, settings, answers, failures, peakMemoryMiB } = outcome.result;
  const memory = Object.entries(peakMemoryMiB).map(([pod, size]) => `${pod} ${size}`);
  return [
    `${id} lasted ${heldSeconds} s: ${evidence}`,
    `    as good as: ${settings.join("; ")}`,
    `    peak MiB: ${memory.join(", ") || "not measured: it needs the right to get nodes/proxy"}`,
    ...answers.map((answer) => `    refused with: ${answer}`),
    ...failures.map((failure) => `    NOT HELD: ${failure}`),
  ];
}

function peakOf(memory: Readonly<Record<string, number>>, pods: RegExp): string {
  const sizes = Object.entries(memory).flatMap(([pod, size]) => (pods.test(pod) ? [size] : []));
  return sizes.length === 0 ? "-" : `${Math.max(...sizes)}`;
}
