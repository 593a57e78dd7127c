import { riskNames, type RiskName } from "../../../components/settings/risks";
import * as traces from "../../tracing/fixtures";
import { problemsOf, s3, s3Compatible, testRows, warningsOf, type Areas } from "../badInput";

const network = { gatewayClients: ["ingress-nginx"], grafanaClients: ["ingress-nginx"] };
const plain = { kind: "ingress", host: "logs.example.com", tls: "off" };
const aws = s3Compatible({ endpoint: "https://s3.eu-west-1.amazonaws.com" });

const tempo = (storage: Areas) => ({ tracing: { deploy: true, storage } });
const cloudTraces = {
  ...traces.s3Compatible,
  endpoint: "https://s3.eu-west-1.amazonaws.com",
  credentials: { existingSecret: "tempo-object-store" },
};

const database = { host: "db.example.com:5432", passwordSecret: { name: "acme-database" } };

interface Weakening {
  readonly risk: RiskName;
  readonly row?: string;
  readonly bad: Areas;
  readonly key: string;
  readonly said: string;
  readonly fix: string;
  readonly good: Areas;
}

const set = (key: string, value: unknown) =>
  `pulumi config set --path 'fraiseql-loki:${key}' ${String(value)}`;

/** What weakens prod, each alone. */
const weakenings: readonly Weakening[] = [
  {
    risk: "gateway.enabled",
    row: "C54",
    bad: { gateway: { enabled: false } },
    key: "gateway.enabled",
    said: "got false; expected true in prod: without the gateway nobody is asked for a password",
    fix: set("gateway.enabled", true),
    good: { gateway: { enabled: true } },
  },
  ...(["gateway", "grafana"] as const).map((area): Weakening => ({
    risk: `${area}.expose.tls`,
    bad: { network, [area]: { expose: plain } },
    key: `${area}.expose.tls`,
    said: 'got "off"; expected TLS in prod: whoever is on the way reads passwords and logs',
    fix: set(`${area}.expose.tls`, "secret"),
    good: { network, [area]: { expose: { ...plain, tls: "elsewhere" } } },
  })),
  {
    risk: "network.policies",
    bad: { network: { policies: false } },
    key: "network.policies",
    said: "got false; expected true in prod: else every pod of the cluster reaches every part of the stack",
    fix: set("network.policies", true),
    good: { network: { policies: true } },
  },
  ...(["gatewayClientCidrs", "grafanaClientCidrs"] as const).flatMap((list) =>
    ["0.0.0.0/0", "::/0", "128.0.0.0/1", "2000::/3"].map((cidr): Weakening => ({
      risk: `network.${list}`,
      row: "C48",
      bad: { network: { [list]: ["10.0.0.0/8", cidr] } },
      key: `network.${list}[1]`,
      said: `got "${cidr}"; expected the load balancer's own addresses: this one is everybody's`,
      fix: `pulumi config rm --path 'fraiseql-loki:network.${list}[1]'`,
      good: { network: { [list]: ["10.0.0.0/8", "fc00::/7"] } },
    })),
  ),
  ...(["postgres", "mysql"] as const).map((kind): Weakening => ({
    risk: "grafana.database.sslMode",
    bad: { grafana: { database: { ...database, kind, sslMode: "disable" } } },
    key: "grafana.database.sslMode",
    said: 'got "disable"; expected verify-full in prod: whoever is on the way reads the password, and who signs in to Grafana',
    fix: set("grafana.database.sslMode", "verify-full"),
    good: { grafana: { database: { ...database, kind, sslMode: "require" } } },
  })),
  {
    risk: "collector.redaction.preset",
    bad: { collector: { redaction: { preset: "off" } } },
    key: "collector.redaction.preset",
    said: 'got "off"; expected strict or secrets in prod: passwords and tokens in lines are stored as they are',
    fix: set("collector.redaction.preset", "strict"),
    good: { collector: { redaction: { preset: "secrets" } } },
  },
  {
    risk: "tenants.redaction",
    bad: { tenants: [{ id: "a" }, { id: "b", redaction: false }] },
    key: "tenants[1].redaction",
    said: "got false; expected true in prod: passwords and tokens in its lines are stored as they are",
    fix: set("tenants[1].redaction", true),
    good: { tenants: [{ id: "a" }, { id: "b", redaction: true }] },
  },
  ...[
    ["https://s3.eu-west-1.amazonaws.com", "s3"],
    ["https://storage.googleapis.com", "gcs"],
  ].map(([endpoint, kind = ""]): Weakening => ({
    risk: "storage.credentials",
    row: "C29",
    bad: { storage: { ...aws, endpoint } },
    key: "storage.credentials",
    said: "got static keys; expected fraiseql-loki:storage.kind s3 or gcs in prod: there the pods have an identity (EKS Pod Identity, IRSA, Workload Identity), and no key that leaks",
    fix: set("storage.kind", kind),
    good: { storage: s3Compatible({ endpoint: "https://amazonaws.com.example.com" }) },
  })),
  {
    risk: "storage.protect",
    row: "C69",
    bad: { storage: s3({ protect: false }) },
    key: "storage.protect",
    said: "got false; expected true in prod: a mistaken destroy would take every log with it",
    fix: set("storage.protect", true),
    good: { storage: s3({ protect: true }) },
  },
  {
    risk: "tracing.storage.credentials",
    row: "C29",
    bad: tempo(cloudTraces),
    key: "tracing.storage.credentials",
    said: "got static keys; expected fraiseql-loki:tracing.storage.kind s3 or gcs in prod: there the pods have an identity (EKS Pod Identity, IRSA, Workload Identity), and no key that leaks",
    fix: set("tracing.storage.kind", "s3"),
    good: tempo({ ...cloudTraces, endpoint: "https://objects.example.com:9000" }),
  },
  {
    risk: "tracing.storage.protect",
    row: "C69",
    bad: tempo({ ...traces.gcs, protect: false }),
    key: "tracing.storage.protect",
    said: "got false; expected true in prod: a mistaken destroy would take every trace with it",
    fix: set("tracing.storage.protect", true),
    good: tempo({ ...traces.gcs, protect: true }),
  },
  {
    risk: "images.requireDigests",
    row: "C66",
    bad: { images: { requireDigests: false } },
    key: "images.requireDigests",
    said: "got false; expected true in prod: a tag may mean another image tomorrow",
    fix: set("images.requireDigests", true),
    good: { images: { requireDigests: true } },
  },
];

const text = ({ row, key, said, fix }: Weakening, severity: string, hint: string) =>
  `config ${severity}${row === undefined ? "" : ` [${row}]`} fraiseql-loki:${key}: ${said}.
  Fix: ${fix} (${hint})`;

testRows(
  weakenings.map((weakening) => ({
    row: weakening.row ?? weakening.risk,
    stack: "prod",
    bad: weakening.bad,
    message: text(weakening, "error", `or accept it: ${set("acceptedRisks[0]", weakening.risk)}`),
    good: weakening.good,
  })),
);

test.each(weakenings)("$risk is accepted by name, and seen in each preview", (weakening) => {
  const areas = { ...weakening.bad, acceptedRisks: [weakening.risk] };

  expect(problemsOf("prod", areas)).toBe("");
  expect(
    warningsOf("prod", areas).split("\nconfig warning [C66] fraiseql-loki:storage.kind")[0],
  ).toBe(text(weakening, "warning", "fraiseql-loki:acceptedRisks accepts it"));
});

test.each(weakenings)("$risk is nobody's concern in dev", ({ bad, risk }) => {
  const gateway = {
    ...(bad["gateway"] ?? {}),
    ...(risk === "gateway.enabled" ? {} : { enabled: true }),
  };
  const areas = { ...bad, gateway };

  expect(problemsOf("dev", areas)).toBe("");
  expect(warningsOf("dev", areas)).not.toContain(`fraiseql-loki:${risk}`);
});

test("every risk there is has a test", () => {
  expect([...new Set(weakenings.map(({ risk }) => risk))].sort()).toEqual([...riskNames].sort());
});

test("a stack that says nothing has no risk", () => {
  expect([warningsOf("dev", {}), warningsOf("prod", {})]).toEqual(["", ""]);
});

test("several are accepted by commands that can be run one after the other", () => {
  const message = problemsOf("prod", {
    gateway: { enabled: false },
    network: { policies: false },
    acceptedRisks: ["gateway.enabled"],
    images: { requireDigests: false },
  });

  expect([...message.matchAll(/acceptedRisks\[\d\]' .*(?=\))/g)].map(String)).toEqual([
    "acceptedRisks[2]' images.requireDigests",
    "acceptedRisks[1]' network.policies",
  ]);
});

testRows([
  {
    row: "a risk that is not there",
    stack: "prod",
    bad: { acceptedRisks: ["network.policies"] },
    message: `config error fraiseql-loki:acceptedRisks[0]: got "network.policies"; expected what is there: fraiseql-loki:network.policies weakens nothing.
  Fix: pulumi config rm --path 'fraiseql-loki:acceptedRisks[0]'`,
    good: { acceptedRisks: ["network.policies"], network: { policies: false } },
  },
  {
    row: "a risk twice",
    stack: "prod",
    bad: { acceptedRisks: ["network.policies", "network.policies"], network: { policies: false } },
    message: `config error fraiseql-loki:acceptedRisks[1]: got "network.policies"; expected each risk once.
  Fix: pulumi config rm --path 'fraiseql-loki:acceptedRisks[1]'`,
    good: { acceptedRisks: ["network.policies"], network: { policies: false } },
  },
  {
    row: "a risk that is none",
    stack: "prod",
    bad: { acceptedRisks: ["network.policy"], network: { policies: false } },
    message: `config error fraiseql-loki:acceptedRisks[0]: got "network.policy"; expected one of ${riskNames.join(", ")}; did you mean network.policies?
  Fix: pulumi config set --path 'fraiseql-loki:acceptedRisks[0]' network.policies`,
    good: { acceptedRisks: ["network.policies"], network: { policies: false } },
  },
]);
