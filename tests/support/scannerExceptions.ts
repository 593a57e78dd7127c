import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";

/** What a scanner has against one object of a stack. */
export interface ScannerFinding {
  readonly scanner: string;
  /** Its name for what it looks for, and what it says. */
  readonly check: string;
  /** `stack/Kind/name`, and `/container` where it is about one container. */
  readonly object: string;
}

/** The file, for the messages. */
export const exceptionsFile = "policy/scannerExceptions.yaml";

const exceptions = z.array(
  z.strictObject({
    scanner: z.enum(["kube-score", "checkov"]),
    check: z.string().min(1),
    /** Objects as in a finding. A `*` at the end stands for the rest of the name. */
    objects: z.array(z.string().min(1)).min(1),
    /** Why the finding may stay: a sentence, not a word. */
    reason: z.string().min(20),
    /** The last day on which it may. */
    expires: z.iso.date(),
  }),
);

export type ScannerException = z.output<typeof exceptions>[number];

/** The exceptions of a file. Throws with every place that is wrong. */
export function parseExceptions(yaml: string): readonly ScannerException[] {
  const { data, error } = exceptions.safeParse(load(yaml));
  if (data === undefined) {
    throw new Error(`${exceptionsFile} is not as it should be: ${z.prettifyError(error)}`);
  }
  return data;
}

/** The project's own exceptions. */
export const readExceptions = (): readonly ScannerException[] =>
  parseExceptions(readFileSync(join(__dirname, "..", "..", exceptionsFile), "utf8"));

/**
 * What is wrong with findings and exceptions, a sentence each: findings without an exception,
 * exceptions whose day has passed, and those that excuse nothing.
 * @param today `yyyy-mm-dd`
 */
export function scannerProblems(
  findings: readonly ScannerFinding[],
  excepted: readonly ScannerException[],
  today: string,
): string[] {
  const open = findings
    .filter((finding) => !excepted.some((exception) => excuses(exception, finding)))
    .map(
      ({ scanner, check, object }) =>
        `${scanner} finds "${check}" at ${object}: change the object, or except it in ${exceptionsFile}`,
    );
  const expired = excepted
    .filter(({ expires }) => expires < today)
    .map(
      (exception) =>
        `${nameOf(exception)} expired on ${exception.expires}: change the objects, or decide on it again`,
    );
  const needless = excepted.flatMap((exception) =>
    exception.objects
      .filter((object) => !findings.some((finding) => excuses(exception, finding, [object])))
      .map((object) => `${nameOf(exception)} at ${object} excuses nothing: remove it`),
  );
  return [...open, ...expired, ...needless];
}

const nameOf = ({ scanner, check }: ScannerException) =>
  `the exception for "${check}" of ${scanner}`;

function excuses(
  exception: ScannerException,
  { scanner, check, object }: ScannerFinding,
  patterns: readonly string[] = exception.objects,
): boolean {
  return (
    exception.scanner === scanner &&
    exception.check === check &&
    patterns.some((pattern) =>
      pattern.endsWith("*") ? object.startsWith(pattern.slice(0, -1)) : object === pattern,
    )
  );
}
