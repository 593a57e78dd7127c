import { errors } from "./errors";
import type { Expressions } from "./expression";
import { logVolume } from "./logVolume";
import { performance } from "./performance";
import { service } from "./service";

/** Every expression beside the guide's ten, by area. Tests parse and check each. */
export const catalogue = { logVolume, errors, performance, service } as const satisfies Record<
  string,
  Expressions
>;
