import { unknown, type Evaluation, type Registered } from "../../tools/evaluate";
import { resourceOf } from "./record";

/** Inputs without what is marked secret. */
export function plainInputs({ inputs, secretPaths }: Registered): string {
  const visit = (value: unknown, path: string): unknown => {
    if (secretPaths.includes(path)) {
      return undefined;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => visit(item, `${path}[${index}]`));
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            visit(item, path === "" ? key : `${path}.${key}`),
          ]),
        )
      : value;
  };
  return JSON.stringify(visit(inputs, ""));
}

/** Paths of the values that a preview does not know. */
export function unknownPaths(value: unknown, path = ""): string[] {
  if (value === unknown) {
    return [path];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) =>
        unknownPaths(item, path === "" ? key : `${path}.${key}`),
      )
    : [];
}

/** Whether the engine makes a resource only after another one. */
export function isBefore(evaluation: Evaluation, resource: Registered, key: string): boolean {
  const seen = new Set<string>();
  const visit = (current: Registered): boolean =>
    [...current.dependencies, current.parent].some((next) => {
      if (next === key) {
        return true;
      }
      if (seen.has(next) || next === "" || next.startsWith("pulumi:")) {
        return false;
      }
      seen.add(next);
      const [type = "", name = ""] = next.split(/::(?!.*::)/);
      return visit(resourceOf(evaluation, type, name));
    });
  return visit(resource);
}
