import { secretFlaw } from "./fields";
import type { Flaw } from "./flaws";

/**
 * What is wrong with a secret that Grafana reads as a setting: it puts something else in the place of
 * `$__file{path}` and `%(key)s`. `${NAME}` is refused in every setting.
 * @param advice how to come by another one
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#variable-expansion
 */
export function grafanaSecretFlaw(secret: string, advice: string): Flaw | undefined {
  const changed = ["$__", "%("].find((text) => secret.includes(text));
  return changed === undefined
    ? secretFlaw(secret)
    : {
        got: `a text with ${changed}`,
        expected: "a secret without $__ and %(, which Grafana replaces (value not shown)",
        advice,
      };
}
