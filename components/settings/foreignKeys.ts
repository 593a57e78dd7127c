import type { Row } from "./flaws";
import { removeCommand, setCommand, settingKey, type Path } from "./keys";

/** What is said of a key that people bring along from elsewhere. */
export interface ForeignKey {
  readonly row: Row;
  /** Why there is none, as it reads after "expected". */
  readonly expected: string;
  /** What to do beside removing it. */
  readonly instead?: string;
}

const at = (...path: Path) => settingKey(path);

const noStaticKeys: ForeignKey = {
  row: "C29",
  expected: `no static keys: the pods have an identity (${at("storage", "identity")} podIdentity or irsa, Workload Identity with gcs)`,
};

const named: ForeignKey = {
  row: "C30",
  expected: "no subject: the trust names exactly the one ServiceAccount of Loki's pods",
};

const host: ForeignKey = {
  row: "C50",
  expected: `${at("gateway", "expose", "host")}, of which the certificate is`,
  instead: setCommand(at("gateway", "expose", "host"), "logs.example.com"),
};

const labels: ForeignKey = {
  row: "C53",
  expected: `no labels of one's own: each value of one would make streams; fields go to ${at("collector", "structuredMetadata")}`,
  instead: setCommand(at("collector", "structuredMetadata", 0), "trace_id"),
};

const signedIn: ForeignKey = {
  row: "C54",
  expected: `no such switch: whoever reads has a password, or an account by ${at("grafana", "oauth")} or ${at("gateway", "forwardAuth")}`,
};

const onePlace: ForeignKey = {
  row: "C76",
  expected: "no prefix: each stack has a Consul of its own",
};

const foreign: Readonly<Record<string, ForeignKey>> = {
  "storage.accessKeyId": noStaticKeys,
  "storage.secretAccessKey": noStaticKeys,
  "storage.credentials": noStaticKeys,
  "storage.identity.subject": named,
  "storage.identity.sub": named,
  "storage.objectLock": {
    row: "C74",
    expected:
      "no object lock: under it deletions only add markers, and what is kept grows for ever",
    instead: setCommand(at("loki", "retentionPeriod"), "8760h"),
  },
  "storage.mfaDelete": {
    row: "C75",
    expected:
      "no MFA delete: S3 refuses it beside lifecycle rules, by which chunks expire; versions are kept",
    instead: setCommand(at("storage", "lifecycle", "noncurrentDays"), 30),
  },
  "gateway.host": host,
  "gateway.tls.enabled": {
    row: "C50",
    expected: `${at("gateway", "tls", "secretName")} and ${at("gateway", "tls", "caCertificate")}: with them there is TLS`,
  },
  "gateway.auth": signedIn,
  "grafana.anonymous": signedIn,
  "collector.labels": labels,
  "collector.externalLabels": labels,
  "ring.prefix": onePlace,
};

/** What is known of a key that is no setting; without indices of lists. */
export function foreignKey(path: Path): ForeignKey | undefined {
  const key = path.filter((part) => typeof part === "string").join(".");
  return Object.hasOwn(foreign, key) ? foreign[key] : undefined;
}

/** The commands for it. */
export const foreignFix = (path: Path, { instead }: ForeignKey) =>
  instead === undefined
    ? removeCommand(settingKey(path))
    : `${removeCommand(settingKey(path))}, then ${instead}`;
