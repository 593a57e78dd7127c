import type { Environment } from "../../components/settings/fields";
import { settingsSchema } from "../../components/settings/schema";
import {
  exampleOf,
  settingsTree,
  variantsOf,
  type SettingsNode,
} from "../../components/settings/settingsTree";
import { gcs, problemsOf, s3, s3Compatible, type Areas } from "./badInput";

/** Every place that the settings have, with a stack file around it that is valid elsewhere. */
function places(node: SettingsNode, around: (value: unknown) => Areas, path: string): Place[] {
  if (node.items !== undefined) {
    return places(node.items, (value) => around([value]), `${path}[0]`);
  }
  const self = path === "" ? [] : [{ path, around }];
  return [
    ...self,
    ...variantsOf(node).flatMap((variant) =>
      Object.entries(variant.properties ?? {}).flatMap(([name, member]) =>
        places(
          member,
          (value) => around({ ...(exampleOf(variant) as Areas), [name]: value }),
          path === "" ? name : `${path}.${name}`,
        ),
      ),
    ),
  ];
}

interface Place {
  readonly path: string;
  readonly around: (value: unknown) => Areas;
}

const all = (environment: Environment) =>
  places(settingsTree(environment), (value) => value as Areas, "");

const wrong = [-1, 1.5, true, "", "\u0000", "no such value", null, [], {}, [{}], { a: { b: 1 } }];

test.each(["dev", "prod"] as const)(
  "any wrong value anywhere in %s is judged without a fault of the program",
  (environment) => {
    const found = all(environment);
    const messages = found.flatMap(({ path, around }) =>
      wrong.map((value) => ({ path, message: problemsOf(environment, around(value)) })),
    );

    expect(found.length).toBeGreaterThan(100);
    for (const { path, message } of messages) {
      expect({ path, message }).toEqual({
        path,
        message: expect.stringMatching(/^$|^config error .*\n  Fix: \S/) as string,
      });
    }
  },
);

test.each(["dev", "prod"] as const)("every place in %s has a meaning", (environment) => {
  const silent: string[] = [];
  const visit = (node: SettingsNode, path: string): void => {
    if (node.description === undefined && node.type !== "object" && path !== "") {
      silent.push(path);
    }
    for (const variant of variantsOf(node)) {
      for (const [name, member] of Object.entries(variant.properties ?? {})) {
        visit(member, `${path}.${name}`);
      }
    }
    if (node.items?.properties !== undefined) {
      visit({ ...node.items, description: "an item" }, `${path}[]`);
    }
  };
  visit(settingsTree(environment), "");

  expect(silent).toEqual([]);
});

test.each(["dev", "prod"] as const)("the examples of %s are valid", (environment) => {
  const example = exampleOf(settingsTree(environment));

  expect(problemsOf(environment, example as Areas)).toBe("");
});

test("every kind of everything parses with its smallest settings", () => {
  for (const storage of [s3(), gcs(), s3Compatible()]) {
    expect(settingsSchema("prod").safeParse({ storage }).success).toBe(true);
  }
});
