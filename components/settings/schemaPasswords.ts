import { z } from "zod";
import { objectName } from "./fields";
import { checkedText, matching } from "./flaws";

const generation = () => z.int().min(1).max(999);

/** Which passwords of a client of the gateway are in use. */
export const passwordGenerations = () => ({
  passwordGeneration: generation()
    .default(1)
    .describe("One more gives it users and passwords that are new: docs/security.md, Rotation."),
  oldestPasswordGeneration: generation()
    .optional()
    .describe(
      "Oldest generation whose users the gateway lets in: this one or the one before. Unset: the one before.",
    ),
});

/** Secret that holds what the stack would generate. */
export const existingSecret = (what: string) =>
  objectName("loki-users")
    .optional()
    .describe(`${what} Of generation 2 the keys end in -2. Unset: generated.`);

/** A key of a Secret in the stack's namespace. */
export const secretKey = (what: string) =>
  z
    .strictObject({
      name: objectName("grafana-admin").describe(`Secret in the stack's namespace: ${what}`),
      key: checkedText(
        matching(/^[-.\w]{1,253}$/, {
          expected: "the key of a Secret: 1 to 253 of A-Za-z0-9 - _ .",
        }),
      )
        .default("password")
        .describe("Its key."),
    })
    .optional()
    .describe(`A Secret in the stack's namespace: ${what}`);
