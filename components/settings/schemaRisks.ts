import { z } from "zod";
import { riskNames } from "./risks";

/** The confirmation of what weakens production. */
export function acceptedRisksSchema() {
  return z
    .array(z.enum(riskNames))
    .default([])
    .describe(
      "Settings that weaken a production stack and are meant to: docs/security.md, What prod refuses.",
    );
}
