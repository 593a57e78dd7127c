import { httpAddressFlaw } from "../../components/settings/addresses";
import type { FlawOf } from "../../components/settings/flaws";
import { shown } from "../../components/settings/problems";
import { tenantFlaw } from "../../components/settings/tenantIds";
import { parseOptions, stackName } from "../options";
import { Refusal } from "../refusal";

const usage =
  "npm run retention-audit -- --stack NAME [--config-file FILE] [--bucket NAME] [--endpoint URL] [--tenant ID] [--json]";

export interface AuditOptions {
  readonly stack: string;
  /** @default `Pulumi.<stack>.yaml` */
  readonly configFile?: string;
  /** @default the settings' `chunksBucket` */
  readonly bucket?: string;
  /** Address of the object store. @default the settings', or the provider's own */
  readonly endpoint?: string;
  /** The one tenant to report on. @default every prefix of the bucket */
  readonly tenant?: string;
  /** Whether the report is for machines. */
  readonly json: boolean;
}

/** What a command line asks for. Refuses what it does not understand, with what it does. */
export function auditOptions(args: readonly string[]): AuditOptions {
  const { stack, bucket, endpoint, tenant, json, ...rest } = parseOptions(args, usage, {
    stack: { type: "string" },
    "config-file": { type: "string" },
    bucket: { type: "string" },
    endpoint: { type: "string" },
    tenant: { type: "string" },
    json: { type: "boolean", default: false },
  });
  const { "config-file": configFile } = rest;
  refuseFlaw("--endpoint", endpoint, httpAddressFlaw);
  refuseFlaw("--tenant", tenant, tenantFlaw);
  return {
    stack: stackName(stack, usage),
    json,
    ...(configFile === undefined ? {} : { configFile }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/** Refuses the value of an option by the rule that the setting of the same kind has. */
export function refuseFlaw(
  option: string,
  value: string | undefined,
  flawOf: FlawOf<string>,
): void {
  const flaw = value === undefined ? undefined : flawOf(value);
  if (flaw !== undefined) {
    throw new Refusal(`${option} is ${flaw.got ?? shown(value)}: expected ${flaw.expected}`);
  }
}
