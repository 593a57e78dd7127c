import { randomInt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { Refusal } from "../refusal";

type Values = Record<string, Record<string, string>>;

const passwordType = "random:index/randomPassword:RandomPassword";
const uuidType = "random:index/randomUuid:RandomUuid";
const gossipKey = `${passwordType}::consul-gossip-key`;

/**
 * Random values that the engine would keep in its state, kept in a file between two renderings
 * instead, so that the same stack always has the same passwords.
 */
export class GeneratedValues {
  private readonly kept: Values;
  private readonly used: Values = {};

  /** With `rotate` everything is made anew but Consul's gossip key, which running servers share. */
  constructor(path: string, rotate: boolean) {
    const values = readValues(path);
    this.kept = rotate
      ? Object.fromEntries(Object.entries(values).filter(([key]) => key === gossipKey))
      : values;
  }

  /** What the random provider would return for a resource; nothing for another provider's. */
  create(resource: pulumi.runtime.MockResourceArgs): Record<string, string> {
    const make = makers[resource.type];
    if (make === undefined) {
      return {};
    }
    const key = `${resource.type}::${resource.name}`;
    const values = this.kept[key] ?? make(resource.inputs as RandomInputs);
    this.used[key] = values;
    return values;
  }

  /** The file's new content: the values of the resources that still exist. */
  toJson(): string {
    const sorted = Object.entries(this.used).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
  }
}

interface RandomInputs {
  readonly length?: number;
  readonly overrideSpecial?: string;
}

const makers: Readonly<Record<string, (inputs: RandomInputs) => Record<string, string>>> = {
  [passwordType]: ({ length = 32, overrideSpecial = characters }) => ({
    result: password(length, overrideSpecial),
  }),
  [uuidType]: () => ({ result: randomUUID() }),
};

/** What the program's passwords are made of where they name no characters: letters and digits. */
const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const password = (length: number, alphabet: string) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

function readValues(path: string): Values {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      // The first rendering of this stack.
      return {};
    }
    throw error;
  }
  try {
    return JSON.parse(text) as Values;
  } catch {
    // Making all of them anew would lock everyone out, without a word.
    throw new Refusal(
      `${relative(process.cwd(), path)} is damaged, and holds the passwords of this stack: restore it, or delete it to have new ones`,
    );
  }
}
