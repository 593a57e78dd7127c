import type { Flaw } from "./flaws";

/** Of a password that people choose. A generated one has 32. */
const shortestPassword = 16;

/** What stands in the lists by which passwords are guessed. */
const words = [
  ...["administrator", "admin", "password", "passwd", "grafana", "loki", "fraiseql", "promtail"],
  ...["secret", "changeme", "letmein", "welcome", "qwerty", "default", "root", "user", "test"],
];

/** Whether a password is made of such words, names, digits and signs, or of a few characters repeated. */
function isGuessable(password: string, names: readonly string[]): boolean {
  const known = [...names.map((name) => name.toLowerCase()), ...words].filter(
    (word) => word !== "",
  );
  const lower = password.toLowerCase();
  const rest = known.reduce((text, word) => text.replaceAll(word, ""), lower);
  const isOfWords = rest !== lower && rest.replace(/[^a-z]/g, "").length < 4;
  return isOfWords || new Set(lower).size < 4;
}

/**
 * What is wrong with a password that somebody chose.
 * @param names of users: no password is one
 */
export function passwordFlaw(password: string, names: readonly string[] = []): Flaw | undefined {
  const instead = { remove: true, hint: "one is generated" } as const;
  if (isGuessable(password, names)) {
    return {
      row: "C55",
      got: "a password that is guessed first",
      expected: "one without names and common words (value not shown)",
      ...instead,
    };
  }
  return password.length < shortestPassword
    ? {
        row: "C56",
        got: `${password.length} characters`,
        expected: `at least ${shortestPassword} characters (value not shown)`,
        ...instead,
      }
    : undefined;
}
