import { removeCommand, setCommand, settingKey, type Path } from "./keys";
import { certificatesOf } from "./pem";
import type { Finding, Rule } from "./rules";

const enabled = ["gateway", "enabled"];

/** What is asked of a gateway that there is not would be missing without a word. */
const needsGateway: Rule = ({ gateway }) =>
  gateway.enabled
    ? []
    : (["tls", "forwardAuth"] as const).flatMap((name): Finding[] =>
        gateway[name] === undefined
          ? []
          : [
              {
                path: ["gateway", name],
                about: [enabled],
                got: "a value",
                expected: `nothing without the gateway: ${settingKey(enabled)} is false`,
                advice: `${setCommand(settingKey(enabled), true)}, or ${removeCommand(settingKey(["gateway", name]))}`,
              },
            ],
      );

const authoritiesValid: Rule = ({ gateway: { tls } }, { now }) =>
  (["caCertificate", "clientCaCertificate"] as const).flatMap((name): Finding[] => {
    const pem = tls?.[name];
    const until = certificatesOf(pem ?? "").map(({ validTo }) => new Date(validTo));
    const last = new Date(Math.max(...until.map(Number)));
    return until.length === 0 || last > now
      ? []
      : [
          {
            path: ["gateway", "tls", name],
            got: `a certificate that was valid until ${last.toISOString().slice(0, 10)}`,
            expected: "one that is valid today",
          },
        ];
  });

const forwardAuthPath = ["gateway", "forwardAuth"];
const readGroup = (index: number): Path => ["tenants", index, "readGroup"];

/** Who may read is said by both together, or by neither. */
const groupsRead: Rule = ({ gateway, tenants }) => {
  const withGroup = tenants.flatMap((tenant, index) =>
    tenant.readGroup === undefined ? [] : [index],
  );
  if (gateway.forwardAuth !== undefined) {
    return withGroup.length > 0
      ? []
      : [
          {
            path: readGroup(0),
            about: [forwardAuthPath, ["tenants"]],
            expected: `a group for at least one tenant: with ${settingKey(forwardAuthPath)} alone nobody reads more`,
          },
        ];
  }
  return withGroup.map((index) => ({
    path: readGroup(index),
    about: [forwardAuthPath],
    expected: `nothing without ${settingKey(forwardAuthPath)}: nobody asks for groups`,
    remove: true,
  }));
};

/** The first tenant of a group is the one its people read. */
const groupsDiffer: Rule = ({ tenants }) =>
  tenants.flatMap(({ readGroup: group }, index): Finding[] => {
    const first = tenants.findIndex((other) => other.readGroup === group);
    return group === undefined || first === index
      ? []
      : [
          {
            path: readGroup(index),
            about: [readGroup(first)],
            expected: `a group other than ${settingKey(readGroup(first))}: its people would read one tenant only`,
          },
        ];
  });

/** How the gateway knows who is asking. */
export const gatewayRules: readonly Rule[] = [
  needsGateway,
  authoritiesValid,
  groupsRead,
  groupsDiffer,
];
