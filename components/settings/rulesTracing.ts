import { setCommand, setCommandFor, settingKey, type Path } from "./keys";
import { traceExpiryDays, traceRetentionDays } from "./retention";
import type { Rule } from "./rules";
import { bucketFindings } from "./rulesBuckets";
import type { StorageSettings } from "./schema";

const deploy = ["tracing", "deploy"];
const storage = ["tracing", "storage"];
const spanMetrics = ["tracing", "spanMetrics"];
const prometheusUrl = ["monitoring", "prometheusUrl"];
const at = (...path: Path) => [...storage, ...path];

/** Days between the end of the retention and an expiry that can then only meet left-over blocks. */
const slackDays = 7;

const onlyOfOwnTempo: Rule = ({ tracing }) =>
  tracing.deploy || tracing.storage.kind === "filesystem"
    ? []
    : [
        {
          path: storage,
          about: [deploy],
          expected: `nothing while ${settingKey(deploy)} is false: there is no Tempo of the stack's own`,
          advice: setCommand(settingKey(deploy), true),
        },
      ];

const bucketInProduction: Rule = ({ tracing }, { production }) =>
  !production || !tracing.deploy || tracing.storage.kind !== "filesystem"
    ? []
    : [
        {
          path: at("kind"),
          about: [deploy],
          expected:
            "s3, gcs or s3Compatible in prod: on one volume traces go with it and outgrow it",
          set: "s3",
          hint: `or name a Tempo of your own in ${settingKey(["tracing", "url"])}`,
        },
      ];

/** The names of the buckets that Loki has in the same kind of store. */
function lokiBuckets(store: StorageSettings): Record<string, string | undefined> {
  if (store.kind === "filesystem") {
    return {};
  }
  const { chunksBucket, rulerBucket } = store;
  const logs = store.kind === "s3" ? store.accessLogBucket : undefined;
  return { chunksBucket, rulerBucket, accessLogBucket: logs };
}

const bucketOfItsOwn: Rule = ({ tracing, storage: lokis }) => {
  const { storage: store } = tracing;
  if (!tracing.deploy || store.kind === "filesystem" || store.kind !== lokis.kind) {
    return [];
  }
  const logs = store.kind === "s3" ? store.accessLogBucket : undefined;
  const taken = Object.entries(lokiBuckets(lokis)).find(([, name]) => name === store.bucket);
  return [
    ...(taken === undefined
      ? []
      : [
          {
            row: "C26" as const,
            path: at("bucket"),
            about: [["storage", taken[0]]],
            expected: `a bucket other than ${settingKey(["storage", taken[0]])}: each program may delete what is in its own`,
            set: `${store.bucket.slice(0, 56)}-traces`,
          },
        ]),
    ...(logs === store.bucket
      ? [
          {
            row: "C26" as const,
            path: at("accessLogBucket"),
            about: [at("bucket")],
            expected: "another bucket: a log bucket must not log to itself",
            remove: true,
          },
        ]
      : []),
  ];
};

const expiryAfterRetention: Rule = ({ tracing }) => {
  const { storage: store, retention } = tracing;
  const chosen = "lifecycle" in store ? store.lifecycle.expireAfterDays : undefined;
  const longest = traceRetentionDays(retention);
  const least = longest + slackDays;
  return !tracing.deploy || chosen === undefined || chosen >= least
    ? []
    : [
        {
          row: "C12",
          path: at("lifecycle", "expireAfterDays"),
          about: [["tracing", "retention"]],
          expected: `more than the retention (${longest} d), at least ${least}`,
          set: least,
          hint: `or leave it unset for ${traceExpiryDays(retention, undefined)}`,
        },
      ];
};

const soundBucket: Rule = ({ tracing }) =>
  tracing.deploy ? bucketFindings({ store: tracing.storage, place: storage }) : [];

const seriesOfATempo: Rule = ({ tracing }) =>
  !tracing.spanMetrics || tracing.url !== undefined
    ? []
    : [
        {
          path: spanMetrics,
          about: [["tracing", "url"]],
          expected: `false without ${settingKey(["tracing", "url"])}: the stack's own Tempo writes no metrics`,
          set: false,
        },
      ];

const seriesSomewhere: Rule = ({ tracing, monitoring }) =>
  !tracing.spanMetrics || monitoring.prometheusUrl !== undefined
    ? []
    : [
        {
          path: spanMetrics,
          about: [prometheusUrl],
          expected: `false without ${settingKey(prometheusUrl)}, where Grafana asks for the series`,
          advice: setCommandFor(settingKey(prometheusUrl), "<http://host:port>"),
        },
      ];

/** Where the stack's own Tempo keeps traces, and what leads to them. */
export const tracingRules: readonly Rule[] = [
  onlyOfOwnTempo,
  bucketInProduction,
  bucketOfItsOwn,
  expiryAfterRetention,
  soundBucket,
  seriesOfATempo,
  seriesSomewhere,
];
