import { isEverywhere } from "./cidrs";
import { setCommand, settingKey, type Path } from "./keys";
import type { RiskName } from "./risks";
import type { Finding, Rule } from "./rules";
import type { DeclaredStore } from "./rulesBuckets";
import type { Settings } from "./schema";

/** What weakens a production stack. */
interface Risk extends Finding {
  readonly risk: RiskName;
}

const accessRisks = ({ gateway, network }: Settings): Risk[] => [
  ...(gateway.enabled
    ? []
    : [
        {
          risk: "gateway.enabled" as const,
          row: "C54" as const,
          path: ["gateway", "enabled"],
          expected: "true in prod: without the gateway nobody is asked for a password",
          set: true,
        },
      ]),
  ...(network.policies
    ? []
    : [
        {
          risk: "network.policies" as const,
          path: ["network", "policies"],
          expected: "true in prod: else every pod of the cluster reaches every part of the stack",
          set: true,
        },
      ]),
  ...(["gatewayClientCidrs", "grafanaClientCidrs"] as const).flatMap((list) =>
    network[list].flatMap((cidr, index): Risk[] =>
      isEverywhere(cidr)
        ? [
            {
              risk: `network.${list}`,
              row: "C48",
              path: ["network", list, index],
              expected: "the load balancer's own addresses: this one is everybody's",
              remove: true,
            },
          ]
        : [],
    ),
  ),
];

/** Passwords in clear: whoever writes `off` may mean the cluster's side only. */
const clearRisks = (settings: Settings): Risk[] =>
  (["gateway", "grafana"] as const).flatMap((area): Risk[] => {
    const { expose } = settings[area];
    return expose?.tls !== "off"
      ? []
      : [
          {
            risk: `${area}.expose.tls`,
            path: [area, "expose", "tls"],
            expected: "TLS in prod: whoever is on the way reads passwords and logs",
            set: expose.kind === "ingress" ? "secret" : "listener",
          },
        ];
  });

const databaseRisks = ({ grafana: { deploy, database } }: Settings): Risk[] =>
  deploy && database?.sslMode === "disable"
    ? [
        {
          risk: "grafana.database.sslMode",
          path: ["grafana", "database", "sslMode"],
          expected:
            "verify-full in prod: whoever is on the way reads the password, and who signs in to Grafana",
          set: "verify-full",
        },
      ]
    : [];

const lineRisks = ({ collector, gateway, tenants }: Settings): Risk[] => [
  ...(collector.redaction.preset !== "off"
    ? []
    : [
        {
          risk: "collector.redaction.preset" as const,
          path: ["collector", "redaction", "preset"],
          expected:
            "strict or secrets in prod: passwords and tokens in lines are stored as they are",
          set: "strict",
        },
      ]),
  ...(gateway.enabled ? tenants : []).flatMap(({ redaction }, index): Risk[] =>
    redaction
      ? []
      : [
          {
            risk: "tenants.redaction",
            path: ["tenants", index, "redaction"],
            expected: "true in prod: passwords and tokens in its lines are stored as they are",
            set: true,
          },
        ],
  ),
];

/** Stores whose clients can have an identity in place of keys that never change. */
const cloudStore =
  /^https?:\/\/(?:[^/]*\.)?(?:amazonaws\.com(?:\.cn)?|storage\.googleapis\.com)(?::|$)/i;

const storeRisks = ({ storage, tracing }: Settings): Risk[] => [
  ...risksOfStore("storage", storage, "log"),
  ...(tracing.deploy ? risksOfStore("tracing.storage", tracing.storage, "trace") : []),
];

function risksOfStore(
  area: "storage" | "tracing.storage",
  store: DeclaredStore["store"],
  what: string,
): Risk[] {
  const at = area.split(".");
  return [
    ...(store.kind === "s3Compatible" && cloudStore.test(store.endpoint)
      ? [
          {
            risk: `${area}.credentials` as const,
            row: "C29" as const,
            path: [...at, "credentials"],
            about: [[...at, "endpoint"]],
            got: "static keys",
            expected: `${settingKey([...at, "kind"])} s3 or gcs in prod: there the pods have an identity (EKS Pod Identity, IRSA, Workload Identity), and no key that leaks`,
            advice: setCommand(
              settingKey([...at, "kind"]),
              /amazonaws/i.test(store.endpoint) ? "s3" : "gcs",
            ),
          },
        ]
      : []),
    ...("protect" in store && !store.protect
      ? [
          {
            risk: `${area}.protect` as const,
            row: "C69" as const,
            path: [...at, "protect"],
            expected: `true in prod: a mistaken destroy would take every ${what} with it`,
            set: true,
          },
        ]
      : []),
  ];
}

const imageRisks = ({ images }: Settings): Risk[] =>
  images.requireDigests
    ? []
    : [
        {
          risk: "images.requireDigests",
          row: "C66",
          path: ["images", "requireDigests"],
          expected: "true in prod: a tag may mean another image tomorrow",
          set: true,
        },
      ];

const risksOf = (settings: Settings): Risk[] =>
  [accessRisks, clearRisks, databaseRisks, lineRisks, storeRisks, imageRisks].flatMap((find) =>
    find(settings),
  );

const acceptedRisks: Path = ["acceptedRisks"];

/** Refused in prod until it is accepted by name; then it is seen in each preview. */
const judgedRisks: Rule = (settings, { production }) => {
  const { acceptedRisks: accepted } = settings;
  const found = production ? risksOf(settings) : [];
  const open = [...new Set(found.map(({ risk }) => risk))].filter(
    (risk) => !accepted.includes(risk),
  );
  return found.map(({ risk, ...finding }): Finding => {
    const about = [...(finding.about ?? []), acceptedRisks];
    // All the commands can be run one after the other.
    const place = settingKey([...acceptedRisks, accepted.length + open.indexOf(risk)]);
    return accepted.includes(risk)
      ? { ...finding, about, severity: "warning", hint: `${settingKey(acceptedRisks)} accepts it` }
      : { ...finding, about, hint: `or accept it: ${setCommand(place, risk)}` };
  });
};

/** One that is left over would hide the next weakening of the kind. */
const nothingLeftOver: Rule = (settings) => {
  const there: readonly string[] = risksOf(settings).map(({ risk }) => risk);
  const { acceptedRisks: accepted } = settings;
  return accepted.flatMap((risk, index): Finding[] =>
    there.includes(risk) && accepted.indexOf(risk) === index
      ? []
      : [
          {
            path: [...acceptedRisks, index],
            about: [risk.split(".").slice(0, 1)],
            expected: there.includes(risk)
              ? "each risk once"
              : `what is there: ${settingKey(risk.split("."))} weakens nothing`,
            remove: true,
          },
        ],
  );
};

/** What would weaken production, and who said so. */
export const riskRules: readonly Rule[] = [judgedRisks, nothingLeftOver];
