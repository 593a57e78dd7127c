import { z } from "zod";

/** Row of the bad-input matrix: stable, so that a message can be looked up. */
export type Row = `C${number}`;

/** What is wrong with a value, and what would be right. */
export interface Flaw {
  readonly row?: Row;
  /** What is allowed, as it reads after "expected". */
  readonly expected: string;
  /** Value to set instead. @default the setting's default, else its example */
  readonly set?: string | number | boolean;
  /** Whether the setting should go instead. @default false */
  readonly remove?: boolean;
  /** What else to know or do, in brackets after the command. */
  readonly hint?: string;
  /** What to do where no single command does it. */
  readonly advice?: string;
  /** How the value is shown where the value itself must not be. @default the value */
  readonly got?: string;
}

/** Finds what is wrong with one value. */
export type FlawOf<T> = (value: T) => Flaw | undefined;

/** Turns a flaw into an issue of zod's, so that one parse reports every field. */
function report<T>(flawOf: FlawOf<T>) {
  return (context: z.core.ParsePayload<T>) => {
    const flaw = flawOf(context.value);
    if (flaw !== undefined) {
      context.issues.push({ code: "custom", input: context.value, params: { flaw } });
    }
  };
}

/** A text that must have no flaw. */
export function checkedText(flawOf: FlawOf<string>) {
  return z.string().check(report(flawOf));
}

/** Texts by name that must have no flaw. */
export function checkedTexts(flawOf: FlawOf<Record<string, string>>) {
  const text = z.string().meta({ examples: ["value"] });
  return z.record(z.string(), text).check(report(flawOf));
}

/** A whole number that must have no flaw. */
export function checkedInteger(flawOf: FlawOf<number>) {
  return z.int().check(report(flawOf));
}

/** The flaw of every text that does not match a pattern. */
export function matching(pattern: RegExp, flaw: Flaw): FlawOf<string> {
  return (value) => (pattern.test(value) ? undefined : flaw);
}
