import type { Flaw } from "./flaws";
import { isSound, restsOn, retentionForever } from "./keptPeriods";
import { quotedText, settingKey, type Path } from "./keys";
import { nearest } from "./nearest";
import { chunkExpiries, longestRetentionDays } from "./retention";
import type { Finding, Rule } from "./rules";
import type { StorageSettings } from "./schema";
import { tenantsOf } from "./tenants";

const lifecycleAt = (...path: Path) => ["storage", "lifecycle", ...path];

/** Days between the end of the retention and an expiry that can then only meet left-over chunks. */
const slackDays = 7;

const expiryAfterRetention: Rule = (settings) => {
  const { loki, storage } = settings;
  const chosen = "lifecycle" in storage ? storage.lifecycle.expireAfterDays : undefined;
  const path = lifecycleAt("expireAfterDays");
  const about = restsOn;
  if (chosen === undefined || !(loki.retentionForever || isSound(settings))) {
    return [];
  }
  if (loki.retentionForever) {
    const expected = `nothing: with ${settingKey(retentionForever)} no chunk may expire`;
    return [{ row: "C12", path, about, expected, remove: true }];
  }
  const longest = longestRetentionDays(...tenantsOf(settings));
  const least = longest + slackDays;
  return chosen >= least
    ? []
    : [
        {
          row: "C12",
          path,
          about,
          expected: `more than the longest retention + delete delay (${longest} d + 2 h), at least ${least}`,
          set: least,
          hint: "or leave it unset",
        },
      ];
};

const onlyTenantPrefixes: Rule = (settings) => {
  const { storage } = settings;
  const chosen = "lifecycle" in storage ? storage.lifecycle.prefixes : undefined;
  if (chosen === undefined) {
    return [];
  }
  const allowed = chunkExpiries(settings).map(({ prefix }) => prefix);
  const path = lifecycleAt("prefixes");
  const wrong = {
    row: "C13" as const,
    about: [["tenants"], ["gateway", "enabled"]],
    expected: `the prefix of each tenant (${allowed.join(", ")}): index/ holds the index and pending deletes`,
    remove: true,
    hint: "for the tenants' prefixes",
  };
  const foreign = chosen.find((prefix) => !allowed.includes(prefix));
  if (foreign !== undefined) {
    return [{ ...wrong, path, got: quotedText(foreign) }];
  }
  return allowed.every((prefix) => chosen.includes(prefix)) ? [] : [{ ...wrong, path }];
};

type Transition = Extract<StorageSettings, { kind: "s3" }>["lifecycle"]["transitions"][number];

const archives = ["GLACIER", "DEEP_ARCHIVE", "ARCHIVE"];
const classes = {
  s3: ["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR"],
  gcs: ["NEARLINE", "COLDLINE"],
} as const;

/** The cheapest class that still answers at once. */
const cheapest = { s3: "GLACIER_IR", gcs: "COLDLINE" } as const;

function classFlaw(store: keyof typeof classes, storageClass: string): Flaw | undefined {
  const allowed: readonly string[] = classes[store];
  const list = `one of ${allowed.join(", ")}`;
  if (allowed.includes(storageClass)) {
    return undefined;
  }
  if (archives.includes(storageClass)) {
    const expected = `${list}: chunks in an archive class cannot be read when a query needs them (InvalidObjectState)`;
    return { row: "C14", expected, set: cheapest[store] };
  }
  if (storageClass === "ONEZONE_IA") {
    return { row: "C15", expected: `${list}: ONEZONE_IA is lost with its zone` };
  }
  const guess = nearest(storageClass, allowed);
  return guess === undefined
    ? { expected: list }
    : { expected: `${list}; did you mean ${guess}?`, set: guess };
}

function ageFlaw({ afterDays, storageClass }: Transition): Flaw | undefined {
  return storageClass === "STANDARD_IA" && afterDays < 30
    ? { row: "C15", expected: "at least 30: S3 refuses STANDARD_IA before 30 days", set: 30 }
    : undefined;
}

const readableClasses: Rule = ({ storage }) => {
  if (!("lifecycle" in storage)) {
    return [];
  }
  return storage.lifecycle.transitions.flatMap((transition, index): Finding[] => {
    const at = (name: keyof Transition) => lifecycleAt("transitions", index, name);
    const ofClass = classFlaw(storage.kind, transition.storageClass);
    const ofAge = ageFlaw(transition);
    return [
      ...(ofClass === undefined ? [] : [{ ...ofClass, path: at("storageClass") }]),
      ...(ofAge === undefined
        ? []
        : [{ ...ofAge, path: at("afterDays"), about: [at("storageClass")] }]),
    ];
  });
};

const expiryAfterTransitions: Rule = (settings) => {
  const { storage } = settings;
  const expiry = Math.min(...chunkExpiries(settings).map(({ days }) => days ?? Infinity));
  if (!("lifecycle" in storage) || expiry === Infinity || !isSound(settings)) {
    return [];
  }
  const { expireAfterDays, transitions } = storage.lifecycle;
  return transitions.flatMap(({ afterDays }, index): Finding[] => {
    const transition = lifecycleAt("transitions", index, "afterDays");
    if (afterDays < expiry) {
      return [];
    }
    return expireAfterDays === undefined
      ? [
          {
            row: "C16",
            path: transition,
            about: restsOn,
            expected: `fewer days than the expiry (${expiry}): expiry must come after the transition`,
            set: 30,
            hint: `or raise ${settingKey(lifecycleAt("expireAfterDays"))}`,
          },
        ]
      : [
          {
            row: "C16",
            path: lifecycleAt("expireAfterDays"),
            about: [transition],
            expected: `more than ${settingKey(transition)} (${afterDays}): expiry must come after the transition`,
            set: afterDays + 1,
          },
        ];
  });
};

/** What the bucket may do to chunks while they are kept. */
export const lifecycleRules: readonly Rule[] = [
  expiryAfterRetention,
  onlyTenantPrefixes,
  readableClasses,
  expiryAfterTransitions,
];
