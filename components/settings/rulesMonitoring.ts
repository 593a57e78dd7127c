import { removeCommand, setCommand, setCommandFor, settingKey, type Path } from "./keys";
import type { Finding, Rule } from "./rules";
import { writtenIds } from "./tenants";

const canaryTenants = ["monitoring", "canary", "tenants"];
const remoteWrite = ["monitoring", "remoteWrite"];

/** A canary writes as its tenant, so that one must be let in. */
const knownTenants: Rule = ({ gateway, tenants, monitoring: { canary } }) =>
  canary.tenants.flatMap((id, index): Finding[] => {
    const path: Path = [...canaryTenants, index];
    const written = writtenIds({ gateway, tenants });
    if (!gateway.enabled) {
      return [
        {
          path,
          about: [["gateway", "enabled"]],
          expected: `an empty list without ${settingKey(["gateway", "enabled"])}: every line belongs to one tenant`,
          advice: removeCommand(settingKey(canaryTenants)),
        },
      ];
    }
    return written.includes(id)
      ? []
      : [
          {
            path,
            about: [["tenants"]],
            expected: `a tenant that is written to: one of ${written.join(", ")}`,
          },
        ];
  });

const tenantOnce: Rule = ({ monitoring: { canary } }) =>
  canary.tenants.flatMap((id, index): Finding[] =>
    canary.tenants.indexOf(id) === index
      ? []
      : [{ path: [...canaryTenants, index], expected: "each tenant once", remove: true }],
  );

/** A user and where the password is, or neither. */
const credentials: Rule = ({ monitoring }): Finding[] => {
  const { user, password, passwordSecret } = monitoring.remoteWrite ?? {};
  if (password !== undefined && passwordSecret !== undefined) {
    return [
      {
        path: [...remoteWrite, "passwordSecret"],
        about: [[...remoteWrite, "password"]],
        got: "a value",
        expected: `one of it and ${settingKey([...remoteWrite, "password"])}`,
        advice: removeCommand(settingKey([...remoteWrite, "passwordSecret"])),
      },
    ];
  }
  const hasPassword = password !== undefined || passwordSecret !== undefined;
  return hasPassword === (user !== undefined)
    ? []
    : [
        {
          path: [...remoteWrite, "user"],
          about: [
            [...remoteWrite, "password"],
            [...remoteWrite, "passwordSecret"],
          ],
          expected: hasPassword
            ? "the user whose password is given"
            : "nothing without a password or passwordSecret",
          ...(hasPassword
            ? { advice: setCommandFor(settingKey([...remoteWrite, "user"]), "<value>") }
            : { remove: true }),
        },
      ];
};

/** Names that nobody outside the cluster answers to. */
const isInside = (address: string) => /\.svc(?:\.|$)/.test(new URL(address).hostname);

const encryptedWay: Rule = ({ monitoring }): Finding[] => {
  const { url, user } = monitoring.remoteWrite ?? {};
  return url === undefined || user === undefined || !url.startsWith("http:") || isInside(url)
    ? []
    : [
        {
          path: [...remoteWrite, "url"],
          expected: "https: the password is read by whoever is on the way",
          advice: setCommand(settingKey([...remoteWrite, "url"]), url.replace(/^http:/, "https:")),
          severity: "production",
        },
      ];
};

/** Who watches the stack. */
export const monitoringRules: readonly Rule[] = [
  knownTenants,
  tenantOnce,
  credentials,
  encryptedWay,
];
