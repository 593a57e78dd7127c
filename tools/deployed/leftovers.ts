import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import type { KnownLines } from "./knownLines";
import { promDurationMs } from "./promDuration";

/** What a command leaves in a stack. */
export interface Leftovers {
  readonly lines: number;
  /** Finds them. */
  readonly query: string;
  /** What becomes of them. */
  readonly fate: string;
}

/** What becomes of lines that nobody deletes. */
export function fateByRetention(
  { limits_config: limits, compactor }: LokiConfig,
  { range }: Pick<KnownLines, "range">,
): string {
  if (!compactor.retention_enabled) {
    return "they stay: this stack keeps logs for ever";
  }
  const age = promDurationMs(limits.retention_period ?? "0");
  const until = new Date(Number(range.end / 1_000_000n) + age).toISOString().slice(0, 10);
  return `its retention removes them after ${until}`;
}
