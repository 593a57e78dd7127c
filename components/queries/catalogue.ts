import { canary } from "./canary";
import { collector } from "./collector";
import { consul } from "./consul";
import { errors } from "./errors";
import type { Expression, Expressions } from "./expression";
import { logVolume } from "./logVolume";
import { loki } from "./loki";
import { performance } from "./performance";
import { service } from "./service";

/** Every expression beside the guide's ten, by area. Tests parse and check each. */
export const catalogue = {
  logVolume,
  errors,
  performance,
  service,
  loki,
  collector,
  consul,
  canary,
} as const satisfies Record<string, Expressions>;

/** The same as a list. */
export const catalogued: readonly { area: string; name: string; expression: Expression }[] =
  Object.entries<Expressions>(catalogue).flatMap(([area, expressions]) =>
    Object.entries(expressions).map(([name, expression]) => ({ area, name, expression })),
  );
