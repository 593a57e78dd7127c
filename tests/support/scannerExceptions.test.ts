import { parseExceptions, scannerProblems, type ScannerException } from "./scannerExceptions";

const finding = (object: string, check = "probes: none") => ({
  scanner: "kube-score",
  check,
  object,
});

const exception = (changes: Partial<ScannerException> = {}): ScannerException => ({
  scanner: "kube-score",
  check: "probes: none",
  objects: ["prod/Job/a/b"],
  reason: "A Job ends by itself, and nobody waits for it to be ready.",
  expires: "2027-05-31",
  ...changes,
});

const unexcused = (object: string) =>
  `kube-score finds "probes: none" at ${object}: change the object, or except it in policy/scannerExceptions.yaml`;
const needless = (object: string) =>
  `the exception for "probes: none" of kube-score at ${object} excuses nothing: remove it`;

test.each([
  ["nothing found, nothing excused", [], [], []],
  ["a finding with its exception", [finding("prod/Job/a/b")], [exception()], []],
  ["a finding without one", [finding("prod/Job/a/b")], [], [unexcused("prod/Job/a/b")]],
  [
    "one container more than is excused",
    [finding("prod/Job/a/b"), finding("prod/Job/a/bc")],
    [exception()],
    [unexcused("prod/Job/a/bc")],
  ],
  [
    "all objects of one stack",
    [finding("prod/Job/a/b"), finding("prod/Job/c/d"), finding("dev/Job/a/b")],
    [exception({ objects: ["prod/*"] })],
    [unexcused("dev/Job/a/b")],
  ],
  [
    "an exception of another scanner",
    [finding("prod/Job/a/b")],
    [exception({ scanner: "checkov" })],
    [
      unexcused("prod/Job/a/b"),
      'the exception for "probes: none" of checkov at prod/Job/a/b excuses nothing: remove it',
    ],
  ],
  [
    "an exception for another check",
    [finding("prod/Job/a/b", "probes: same")],
    [exception({ check: "probes: same" }), exception()],
    [needless("prod/Job/a/b")],
  ],
  [
    "one object of several that is there no more",
    [finding("prod/Job/a/b")],
    [exception({ objects: ["prod/Job/a/b", "prod/Job/gone"] })],
    [needless("prod/Job/gone")],
  ],
  [
    "the last day of an exception",
    [finding("prod/Job/a/b")],
    [exception({ expires: "2026-11-26" })],
    [],
  ],
  [
    "the day after it",
    [finding("prod/Job/a/b")],
    [exception({ expires: "2026-11-25" })],
    [
      'the exception for "probes: none" of kube-score expired on 2026-11-25: change the objects, or decide on it again',
    ],
  ],
] as readonly [string, ReturnType<typeof finding>[], ScannerException[], string[]][])(
  "the problems of %s",
  (_, findings, excepted, problems) => {
    expect(scannerProblems(findings, excepted, "2026-11-26")).toEqual(problems);
  },
);

const written = `
- scanner: kube-score
  check: "probes: none"
  objects: [prod/Job/a/b]
  reason: A Job ends by itself, and nobody waits for it to be ready.
  expires: "2027-05-31"
`;

test("a file is read", () => {
  expect(parseExceptions(written)).toEqual([exception()]);
});

test.each([
  ["a field that nobody reads", `${written}  until: "2027-05-31"\n`, 'Unrecognized key: "until"'],
  ["no reason", written.replace(/ {2}reason.*\n/, ""), "at [0].reason"],
  ["a word for a reason", written.replace(/reason: .*/, "reason: later"), "at [0].reason"],
  ["no day", written.replace(/ {2}expires.*\n/, ""), "at [0].expires"],
  ["a day that is none", written.replace("05-31", "02-30"), "at [0].expires"],
  ["no objects", written.replace("[prod/Job/a/b]", "[]"), "at [0].objects"],
  ["a scanner that is not run", written.replace("kube-score", "kubesec"), "at [0].scanner"],
])("a file is refused for %s", (_, yaml, said) => {
  expect(() => parseExceptions(yaml)).toThrow(said);
});
