import { setCommandFor, settingKey, type Path } from "./keys";
import { acceptedGenerations } from "./passwordGenerations";
import type { Finding, Rule } from "./rules";
import type { Settings, TenantSettings } from "./schema";

type Client = Pick<TenantSettings, "passwordGeneration" | "oldestPasswordGeneration">;

const clientsOf = ({ tenants, collector }: Settings): { client: Client; at: Path }[] => [
  { client: collector, at: ["collector"] },
  ...tenants.map((client, index) => ({ client, at: ["tenants", index] })),
];

/** A rotation ends before the next one begins: two generations have passwords at any time. */
const nextGeneration: Rule = (settings) =>
  clientsOf(settings).flatMap(({ client, at }): Finding[] => {
    const { passwordGeneration: current, oldestPasswordGeneration: oldest } = client;
    const allowed = [current - 1, current].filter((generation) => generation > 0);
    return oldest === undefined || allowed.includes(oldest)
      ? []
      : [
          {
            path: [...at, "oldestPasswordGeneration"],
            about: [[...at, "passwordGeneration"]],
            expected: `${allowed.join(" or ")}: ${settingKey([...at, "passwordGeneration"])} is ${current}, and generations follow one after the other`,
            set: current,
          },
        ];
  });

/** Who has an old password still gets in: that is to be seen until it is ended. */
const endedRotation: Rule = (settings) =>
  clientsOf(settings).flatMap(({ client, at }): Finding[] => {
    const { current, previous } = acceptedGenerations(client);
    return previous === undefined
      ? []
      : [
          {
            path: [...at, "oldestPasswordGeneration"],
            about: [[...at, "passwordGeneration"]],
            expected: `${current} once no client uses a password of generation ${previous} any more: until then it opens the gateway`,
            set: current,
            severity: "warning",
          },
        ];
  });

const pairs = [
  ["writePassword", "previousWritePassword"],
  ["readPassword", "previousReadPassword"],
] as const;

/** The program cannot know which password a given one replaces. */
const previousPasswords: Rule = ({ tenants }) =>
  tenants.flatMap((tenant, index) =>
    pairs.flatMap(([now, before]): Finding[] => {
      const at = (name: string) => ["tenants", index, name];
      const about = [at(now), at("passwordGeneration"), at("oldestPasswordGeneration")];
      const { current, previous } = acceptedGenerations(tenant);
      if (previous === undefined) {
        return tenant[before] === undefined
          ? []
          : [
              {
                path: at(before),
                about,
                got: "a secret",
                expected: `nothing: no user of an earlier generation than ${current} is let in`,
                remove: true,
              },
            ];
      }
      return tenant[now] === undefined || tenant[before] !== undefined
        ? []
        : [
            {
              path: at(before),
              about,
              expected: `the password of generation ${previous}, which ${settingKey(at(now))} replaces`,
              advice: setCommandFor(settingKey(at(before)), '"$PASSWORD"', true),
            },
          ];
    }),
  );

/** A password has one place. */
const onePlace: Rule = ({ tenants, grafana }) => [
  ...tenants.flatMap((tenant, index) =>
    pairs
      .flat()
      .filter((name) => tenant.existingSecret !== undefined && tenant[name] !== undefined)
      .map((name) => beside(["tenants", index, name], ["tenants", index, "existingSecret"])),
  ),
  ...(grafana.adminPassword === undefined || grafana.adminPasswordSecret === undefined
    ? []
    : [beside(["grafana", "adminPassword"], ["grafana", "adminPasswordSecret"])]),
];

const beside = (path: Path, other: Path): Finding => ({
  path,
  about: [other],
  got: "a secret",
  expected: `nothing beside ${settingKey(other)}, which says where the password is`,
  remove: true,
});

/** Who may know which password, and until when. */
export const passwordRules: readonly Rule[] = [
  nextGeneration,
  endedRotation,
  previousPasswords,
  onePlace,
];
