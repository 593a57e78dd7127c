import { setCommand, settingKey, type Path } from "./keys";
import type { Finding, Rule } from "./rules";
import type { Settings } from "./schema";
import { tenantsOf, writtenIds } from "./tenants";

const someTenant: Rule = ({ gateway, tenants }): Finding[] =>
  !gateway.enabled || tenants.length > 0
    ? []
    : [
        {
          row: "C59",
          path: ["tenants"],
          about: [["gateway", "enabled"]],
          expected: "at least one tenant",
          advice: setCommand(settingKey(["tenants", 0, "id"]), "fraiseql"),
        },
      ];

const tenantsDiffer: Rule = ({ tenants }) =>
  tenants.flatMap(({ id }, index): Finding[] => {
    const first = tenants.findIndex((other) => other.id === id);
    return first === index
      ? []
      : [
          {
            row: "C58",
            path: ["tenants", index, "id"],
            about: [["tenants", first, "id"]],
            expected: `a tenant other than ${settingKey(["tenants", first, "id"])}`,
            advice: `remove one of the two from ${settingKey(["tenants"])}`,
          },
        ];
  });

/** The first tenant is the one of the stack's own commands, links and tests. */
const firstIsAlive: Rule = ({ gateway, tenants: [first] }) =>
  !gateway.enabled || first?.retiredOn === undefined
    ? []
    : [
        {
          path: ["tenants", 0, "retiredOn"],
          about: [["gateway", "enabled"]],
          expected: "nothing: the stack's own commands push as its first tenant",
          advice: `put a tenant that is written first in ${settingKey(["tenants"])}`,
        },
      ];

const retiredInThePast: Rule = ({ tenants }, { now }) =>
  tenants.flatMap(({ retiredOn }, index): Finding[] =>
    retiredOn === undefined || new Date(retiredOn) <= now
      ? []
      : [
          {
            path: ["tenants", index, "retiredOn"],
            expected: "a day that has come: the tenant is refused from the next deployment on",
            set: now.toISOString().slice(0, 10),
          },
        ],
  );

/** Both at once would say two things of the same lines. */
const removedAreGone: Rule = ({ tenants, removedTenants }) =>
  removedTenants.flatMap((id, index): Finding[] =>
    tenants.every((tenant) => tenant.id !== id)
      ? []
      : [
          {
            path: ["removedTenants", index],
            about: [["tenants"]],
            expected: `a tenant that is not in ${settingKey(["tenants"])}`,
            remove: true,
          },
        ],
  );

/** Where lines go that nobody claims should not be a guess. */
const knownDefault: Rule = ({ collector, gateway, tenants }) => {
  const { defaultTenant } = collector;
  const ids = writtenIds({ gateway, tenants });
  return defaultTenant === undefined || ids.includes(defaultTenant)
    ? []
    : [
        {
          row: "C58",
          path: ["collector", "defaultTenant"],
          about: [["tenants"], ["gateway", "enabled"]],
          expected: `one of ${ids.join(", ")}`,
          remove: true,
        },
      ];
};

type Limits = Settings["loki"]["limits"];
type Rate = "ingestionRateMb" | "ingestionBurstMb" | "perStreamRateMb" | "perStreamBurstMb";

/** Limits that apply together, and where each stands. */
interface Place {
  readonly limits: Pick<Limits, Rate>;
  readonly at: (name: Rate) => Path;
  /** Whether this place says any of these itself. */
  readonly says: (...names: readonly Rate[]) => boolean;
}

function placesOf({ loki, gateway, tenants }: Settings): Place[] {
  const stackAt = (name: Rate) => ["loki", "limits", name];
  const stack: Place = { limits: loki.limits, at: stackAt, says: () => true };
  const resolved = gateway.enabled ? tenantsOf({ loki, gateway, tenants }) : [];
  return [
    stack,
    ...resolved.map(({ limits }, index): Place => {
      const own = tenants[index]?.limits ?? {};
      return {
        limits,
        at: (name) => ["tenants", index, "limits", name],
        says: (...names) => names.some((name) => own[name] !== undefined),
      };
    }),
  ];
}

/** Where the rates of the stack or of a tenant contradict each other. */
const reachableRates: Rule = (settings) =>
  placesOf(settings).flatMap((place) => [
    ...tooSmallBurst(place, "ingestionBurstMb", "ingestionRateMb"),
    ...tooSmallBurst(place, "perStreamBurstMb", "perStreamRateMb"),
    ...unreachableRate(place),
  ]);

function tooSmallBurst({ limits, at, says }: Place, burst: Rate, rate: Rate): Finding[] {
  const least = Math.max(1, limits[rate]);
  return limits[burst] >= least || !says(burst, rate)
    ? []
    : [
        {
          row: "C60",
          path: at(burst),
          about: [at(rate)],
          got: `${limits[burst]}`,
          expected: `at least ${settingKey(at(rate))} (${limits[rate]}) and at least 1, the agent's largest batch`,
          set: least,
        },
      ];
}

function unreachableRate({ limits, at, says }: Place): Finding[] {
  const { perStreamRateMb, ingestionRateMb } = limits;
  return perStreamRateMb <= ingestionRateMb || !says("perStreamRateMb", "ingestionRateMb")
    ? []
    : [
        {
          row: "C61",
          path: at("perStreamRateMb"),
          about: [at("ingestionRateMb")],
          got: `${perStreamRateMb}`,
          expected: `at most ${settingKey(at("ingestionRateMb"))} (${ingestionRateMb}): more is never reached`,
          set: ingestionRateMb,
        },
      ];
}

/** Whose logs are kept apart, and how much of them. */
export const tenantRules: readonly Rule[] = [
  someTenant,
  tenantsDiffer,
  firstIsAlive,
  retiredInThePast,
  removedAreGone,
  knownDefault,
  reachableRates,
];
