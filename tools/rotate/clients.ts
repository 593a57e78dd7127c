import type { Path } from "../../components/settings/keys";
import {
  acceptedGenerations,
  type AcceptedGenerations,
} from "../../components/settings/passwordGenerations";
import type { Settings } from "../../components/settings/schema";
import { Refusal } from "../refusal";
import type { RotateOptions } from "./options";

/** Someone whose passwords are rotated. */
export interface RotatedClient extends AcceptedGenerations {
  /** For messages. */
  readonly name: string;
  /** Its place in the settings. */
  readonly at: Path;
  /** Absent for the collector's own user. */
  readonly tenant?: string;
  /** Its users of the first generation, whose names the later ones begin with. */
  readonly users: readonly string[];
  /** Settings with a password that somebody gave. */
  readonly given: readonly string[];
  /** Secret that somebody else keeps, and what its keys begin with. */
  readonly secret?: { readonly name: string; readonly prefixes: readonly string[] };
}

const passwordSettings = ["writePassword", "readPassword"] as const;

/** Whom a command line asks about. Refuses whom there is not. */
export function rotatedClients(
  settings: Settings,
  { stack, tenant, collector }: Pick<RotateOptions, "stack" | "tenant" | "collector">,
): RotatedClient[] {
  if (!settings.gateway.enabled) {
    throw new Refusal(`stack ${stack} has no gateway, so there is no password to rotate`);
  }
  const tenants = settings.tenants.map((entry, index) => tenantClient(entry, index));
  if (tenant !== undefined) {
    const found = tenants.filter((client) => client.tenant === tenant);
    if (found.length === 0) {
      const there = settings.tenants.map(({ id }) => id).join(", ");
      throw new Refusal(`stack ${stack} has no tenant ${tenant}: expected one of ${there}`);
    }
    return found;
  }
  const own = collectorClient(settings);
  return collector ? [own] : [...tenants, own];
}

function tenantClient(entry: Settings["tenants"][number], index: number): RotatedClient {
  const { id, existingSecret, retiredOn } = entry;
  const directions = retiredOn === undefined ? ["write", "read"] : ["read"];
  return {
    name: `tenant ${id}`,
    at: ["tenants", index],
    tenant: id,
    users: directions.map((direction) => `${id}-${direction}`),
    given: passwordSettings.filter((name) => entry[name] !== undefined),
    ...(existingSecret === undefined
      ? {}
      : { secret: { name: existingSecret, prefixes: directions.map((one) => `${one}-`) } }),
    ...acceptedGenerations(entry),
  };
}

function collectorClient({ collector }: Settings): RotatedClient {
  const { existingSecret } = collector;
  return {
    name: "the collector",
    at: ["collector"],
    users: ["collector"],
    given: [],
    ...(existingSecret === undefined ? {} : { secret: { name: existingSecret, prefixes: [""] } }),
    ...acceptedGenerations(collector),
  };
}
