import { chosenPasswords } from "./chosenPasswords";
import type { MessageContext } from "./context";
import { fieldProblems } from "./fieldProblems";
import type { Environment } from "./fields";
import { overlap, setCommand, settingKey, valueAt, type Path } from "./keys";
import { flawProblem } from "./messages";
import { nearest } from "./nearest";
import { sharedBuckets } from "./otherStacks";
import { shown, type Problem } from "./problems";
import { rawConfig, unprintable } from "./rawConfig";
import { readSettings, type ReadSettings } from "./readSettings";
import { rules, type Finding } from "./rules";
import { settingsSchema, type Settings } from "./schema";
import { secretsInClear } from "./secretsInClear";
import type { StackFiles } from "./stackFiles";
import { storageKinds } from "./schemaStorage";
import { settingsTree } from "./settingsTree";

/** A stack's configuration as Pulumi hands it over. */
export interface StackConfig {
  readonly stack: string;
  /** Full keys, such as `fraiseql-loki:loki`; structured values as JSON; secrets in clear. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys that are encrypted in the stack file. */
  readonly secretKeys: ReadonlySet<string>;
  /** The stack files of the project as they are stored, its own among them. @default none is known */
  readonly stackFiles?: StackFiles;
}

/** What was found in a stack's configuration. */
export interface CheckedSettings {
  /** Complete, with defaults. Only where there is no problem. */
  readonly settings?: Settings;
  /** Everything that is refused. */
  readonly problems: readonly Problem[];
  /** What is accepted, and why it should not be. */
  readonly warnings: readonly Problem[];
}

/** Judges a stack's configuration: the types, each value, and what does not go together. Pure. */
export function checkSettings(stackConfig: StackConfig, now: Date): CheckedSettings {
  const { stack, config, secretKeys, stackFiles = new Map<string, never>() } = stackConfig;
  const environment = environmentOf(stackConfig);
  // Without an environment the types can still be judged, and they are the same in both.
  const assumed = environment.value ?? "dev";
  const schema = settingsSchema(assumed);
  const tree = () => settingsTree(assumed);
  const raw = rawConfig(config, schema, tree);
  const { values, aliases } = withRegion(raw.values, config["aws:region"]);
  const unreadable = unprintable({ ...values, environment: assumed }, tree);
  const broken = [...raw.broken, ...unreadable.map(({ path }) => path)];
  const read = readSettings({ ...values, environment: assumed }, schema, tree, broken);
  const { repaired } = read;
  const stackFile = stackFiles.get(stack);
  const context: MessageContext = { values, repaired, tree, secretKeys, stackFile, aliases };
  const judged = judge(read, environment.value, now, context);
  const problems = [
    ...environment.problems,
    ...raw.problems,
    ...unreadable.map(({ path, expected }) => flawProblem(path, { row: "C78", expected }, context)),
    ...read.issues.flatMap((issue) => fieldProblems(issue, context)),
    ...judged.errors,
    ...secretsInClear(stack, read, context),
    ...[
      ...chosenPasswords(values, read, environment.value === "prod"),
      ...sharedBuckets(read.settings, stack, stackFiles, read.broken),
    ].map((finding) => flawProblem(finding.path, finding, context)),
  ];
  const { warnings } = judged;
  return problems.length === 0
    ? { settings: read.settings, problems, warnings }
    : { problems, warnings };
}

const environmentKey = settingKey(["environment"]);

/** The environment the stack states, else the one it is named after. */
function environmentOf({ stack, config, secretKeys }: StackConfig): {
  value?: Environment;
  problems: Problem[];
} {
  const stated = config[environmentKey];
  const value = stated ?? stack;
  if (value === "dev" || value === "prod") {
    return { value, problems: [] };
  }
  const secret = secretKeys.has(environmentKey);
  const guess = secret ? undefined : nearest(value, ["dev", "prod"]);
  const choice = stack.includes("prod") ? "prod" : "dev";
  const problem =
    stated === undefined
      ? {
          got: "nothing",
          expected: `expected dev or prod: the name of stack ${JSON.stringify(stack)} does not say which defaults it takes`,
          fix: setCommand(environmentKey, choice),
        }
      : {
          got: secret ? "[secret]" : shown(stated),
          expected: `expected dev or prod${guess === undefined ? "" : `; did you mean ${guess}?`}`,
          fix: setCommand(environmentKey, guess ?? choice),
        };
  return { problems: [{ key: environmentKey, ...problem }] };
}

type Values = Record<string, unknown>;

/** Where the settings declare a store that may be in S3. */
const stores: readonly Path[] = [["storage"], ["tracing", "storage"]];

/** S3's region is the AWS provider's own unless the stack says otherwise. */
function withRegion(values: Values, region: string | undefined) {
  const aliases = new Map<string, string>();
  if (region === undefined) {
    return { values, aliases };
  }
  const changed = structuredClone(values);
  for (const place of stores) {
    const store = valueAt(changed, place) as { kind?: unknown; region?: unknown } | undefined;
    if (store?.region !== undefined || (store === undefined && place.length > 1)) {
      continue;
    }
    aliases.set(settingKey([...place, "region"]), "aws:region");
    if (typeof store?.kind === "string" && nearest(store.kind, storageKinds) === "s3") {
      store.region = region;
    }
  }
  return { values: changed, aliases };
}

/** Runs the rules and leaves out what rests on a value that already has a problem. */
function judge(
  read: ReadSettings,
  environment: Environment | undefined,
  now: Date,
  context: MessageContext,
): { errors: Problem[]; warnings: Problem[] } {
  const { settings, broken } = read;
  const production = environment === "prod";
  const findings = rules
    .flatMap((rule) => rule(settings, { now, production }))
    .filter(({ path, about = [] }) =>
      [path, ...about].every((place) => !broken.some((other) => overlap(place, other))),
    );
  const isWarning = ({ severity }: Finding) =>
    severity === "warning" || (severity === "production" && !production);
  const problem = (finding: Finding) => {
    const unset = valueAt(context.values, finding.path) === undefined;
    const inherited: unknown = valueAt(settings, finding.path);
    const got =
      unset && inherited !== undefined ? { got: `${shown(inherited)} (the default)` } : {};
    return flawProblem(finding.path, { ...got, ...finding }, context);
  };
  return {
    errors: findings.filter((finding) => !isWarning(finding)).map(problem),
    // A warning depends on the environment: without one it would be a guess.
    warnings:
      environment === undefined ? [] : findings.filter((one) => isWarning(one)).map(problem),
  };
}
