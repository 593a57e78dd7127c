import type { Expressions } from "./expression";
import { logVolume } from "./logVolume";

/** Every expression beside the guide's ten, by area. Tests parse and check each. */
export const catalogue = { logVolume } as const satisfies Record<string, Expressions>;
