import { tenantFlaw } from "../../components/settings/tenantIds";
import { parseOptions, stackName } from "../options";
import { Refusal } from "../refusal";
import { refuseFlaw } from "../retentionAudit/options";

const usage =
  "npm run rotate -- --stack NAME [--tenant ID | --collector] [--begin | --end] [--yes] [--config-file FILE] [--outputs FILE]";

/** A step of a rotation. Between the two, old passwords and new ones are let in. */
export type Step = "begin" | "end";

export interface RotateOptions {
  readonly stack: string;
  /** The one tenant. @default every tenant, and the collector's own user */
  readonly tenant?: string;
  /** Only the collector's own user. */
  readonly collector: boolean;
  /** The step to take. @default the one that is next is told */
  readonly step?: Step;
  /** Whether the stack file is changed; else the commands are printed. */
  readonly yes: boolean;
  /** @default `Pulumi.<stack>.yaml` */
  readonly configFile?: string;
  /** File with the stack's outputs. @default the last rendering's, or what `pulumi` tells */
  readonly outputsFile?: string;
}

/** What a command line asks for. Refuses what it does not understand, with what it does. */
export function rotateOptions(args: readonly string[]): RotateOptions {
  const { stack, tenant, collector, begin, end, yes, ...rest } = parseOptions(args, usage, {
    stack: { type: "string" },
    tenant: { type: "string" },
    collector: { type: "boolean", default: false },
    begin: { type: "boolean", default: false },
    end: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    "config-file": { type: "string" },
    outputs: { type: "string" },
  });
  const { "config-file": configFile, outputs: outputsFile } = rest;
  refuseFlaw("--tenant", tenant, tenantFlaw);
  refuseBoth("--tenant and --collector", tenant !== undefined && collector);
  refuseBoth("--begin and --end", begin && end);
  if (yes && !begin && !end) {
    throw new Refusal(`--yes says to nothing that it may be done: add --begin or --end`);
  }
  return {
    stack: stackName(stack, usage),
    collector,
    yes,
    ...(begin ? { step: "begin" as const } : {}),
    ...(end ? { step: "end" as const } : {}),
    ...(tenant === undefined ? {} : { tenant }),
    ...(configFile === undefined ? {} : { configFile }),
    ...(outputsFile === undefined ? {} : { outputsFile }),
  };
}

function refuseBoth(names: string, given: boolean): void {
  if (given) {
    throw new Refusal(`${names} are one too many: ${usage}`);
  }
}
