import { parseTarget, targetUsage, type StackTarget } from "../deployed/options";
import { Refusal } from "../refusal";

export interface DrillOptions {
  readonly target: StackTarget;
  /** Lines of an earlier command to look for. @default new ones are written */
  readonly run?: string;
  /** A copy of the bucket. @default the stack's own bucket */
  readonly bucket?: string;
  /** Whether the Lokis are restarted, one after the other, so that they ship their index at once. */
  readonly restartLokis: boolean;
  /** Whether the result is printed as JSON, for machines. */
  readonly json: boolean;
}

const usage = `npm run restore-drill -- ${targetUsage} [--run ID] [--bucket COPY] [--restart-lokis] [--json]`;

export function drillOptions(args: readonly string[]): DrillOptions {
  const { target, values } = parseTarget(args, usage, {
    run: { type: "string" },
    bucket: { type: "string" },
    "restart-lokis": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  });
  const { run, bucket, json, "restart-lokis": restartLokis } = values;
  if (bucket !== undefined && run === undefined) {
    throw new Refusal(
      "--bucket names a copy, which only holds what was written before it was made: name the run of such lines with --run, as npm run smoke or npm run restore-drill has printed it",
    );
  }
  return {
    target,
    restartLokis,
    json,
    ...(run === undefined ? {} : { run }),
    ...(bucket === undefined ? {} : { bucket }),
  };
}
