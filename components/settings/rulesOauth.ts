import { grafanaAddress } from "./exposure";
import { givesEverybodyARole, grafanaRoles, namedResults } from "./jmesPaths";
import { quotedText, setCommand, settingKey } from "./keys";
import { nearest } from "./nearest";
import type { Finding, Rule } from "./rules";
import type { OauthSettings } from "./schemaOauth";

const oauthPath = ["grafana", "oauth"];
const at = (name: keyof OauthSettings) => [...oauthPath, name];

const onlyWithGrafana: Rule = ({ grafana: { deploy, oauth } }) =>
  deploy || oauth === undefined
    ? []
    : [
        {
          path: oauthPath,
          about: [["grafana", "deploy"]],
          expected: `nothing while ${settingKey(["grafana", "deploy"])} is false: there is no Grafana`,
          advice: setCommand(settingKey(["grafana", "deploy"]), true),
        },
      ];

/** Codes, tokens and the client's secret go by these. */
const encrypted: Rule = ({ grafana: { oauth } }) =>
  oauth === undefined
    ? []
    : (["authUrl", "tokenUrl", "apiUrl"] as const).flatMap((name): Finding[] =>
        oauth[name].startsWith("https://")
          ? []
          : [
              {
                path: at(name),
                expected: "an https address in prod: secrets and tokens are sent there",
                set: oauth[name].replace(/^http:/, "https:"),
                severity: "production",
              },
            ],
      );

/** The provider sends browsers back to Grafana's address, with a code that signs in. */
const wayBack: Rule = ({ grafana }) => {
  const { hostname, protocol } = new URL(grafanaAddress(grafana));
  return grafana.oauth === undefined || (protocol === "https:" && hostname !== "localhost")
    ? []
    : [
        {
          path: ["grafana", "url"],
          about: [oauthPath, ["grafana", "expose"]],
          got: `"${grafanaAddress(grafana)}"`,
          expected:
            "Grafana's https address outside the cluster in prod: the provider sends people back there",
          set: "https://grafana.example.com",
          severity: "production",
        },
      ];
};

const chosenPeople: Rule = ({ grafana: { oauth } }) => {
  if (oauth === undefined || oauth.everyone) {
    return [];
  }
  const { allowedDomains, allowedGroups, roleAttributePath, roleAttributeStrict } = oauth;
  const byRole =
    roleAttributePath !== undefined &&
    roleAttributeStrict &&
    !givesEverybodyARole(roleAttributePath);
  return byRole || allowedDomains.length > 0 || allowedGroups.length > 0
    ? []
    : [
        {
          path: at("allowedDomains"),
          about: [at("allowedGroups"), at("roleAttributePath"), at("roleAttributeStrict")],
          expected:
            "somebody to be named there, in allowedGroups, or by roleAttributePath with roleAttributeStrict and no role for all that are left: whoever has an account at the provider reads the logs",
          advice: setCommand(settingKey([...at("allowedDomains"), 0]), "example.com"),
          hint: `or set ${settingKey(at("everyone"))} to true`,
          severity: "production",
        },
      ];
};

const groupsAreKnown: Rule = ({ grafana: { oauth } }) =>
  oauth === undefined || oauth.allowedGroups.length === 0 || oauth.groupsAttributePath !== undefined
    ? []
    : [
        {
          path: at("groupsAttributePath"),
          about: [at("allowedGroups")],
          expected: `a way to the groups: with ${settingKey(at("allowedGroups"))} and without it nobody is in one`,
        },
      ];

const rolesAreKnown: Rule = ({ grafana: { oauth } }) =>
  oauth === undefined || !oauth.roleAttributeStrict || oauth.roleAttributePath !== undefined
    ? []
    : [
        {
          path: at("roleAttributeStrict"),
          about: [at("roleAttributePath")],
          expected: `false without ${settingKey(at("roleAttributePath"))}: nobody has a role, so nobody could sign in`,
          set: false,
        },
      ];

/** Grafana lets nobody in whose role it does not know. */
const knownRoles: Rule = ({ grafana: { oauth } }): Finding[] => {
  const named = oauth?.roleAttributePath === undefined ? [] : namedResults(oauth.roleAttributePath);
  const unknown = named.find((role) => !isRole(role));
  return unknown === undefined
    ? []
    : [
        {
          path: at("roleAttributePath"),
          got: quotedText(unknown),
          expected: `roles that Grafana knows: ${grafanaRoles.join(", ")}`,
          advice: `write ${nearest(unknown, grafanaRoles) ?? "Viewer"} in place of ${quotedText(unknown)}`,
        },
      ];
};

const isRole = (text: string) =>
  grafanaRoles.some((role) => role.toLowerCase() === text.toLowerCase());

const administrators: Rule = ({ grafana: { oauth } }): Finding[] => {
  if (oauth === undefined) {
    return [];
  }
  const { allowAssignGrafanaAdmin, roleAttributePath } = oauth;
  const path = at("allowAssignGrafanaAdmin");
  const about = [at("roleAttributePath")];
  if (roleAttributePath === undefined) {
    return allowAssignGrafanaAdmin
      ? [
          {
            path,
            about,
            expected: `false without ${settingKey(at("roleAttributePath"))}: nothing makes somebody a GrafanaAdmin`,
            set: false,
          },
        ]
      : [];
  }
  const named = namedResults(roleAttributePath).some(
    (role) => role.toLowerCase() === "grafanaadmin",
  );
  return named && !allowAssignGrafanaAdmin
    ? [
        {
          path,
          about,
          expected: `true with GrafanaAdmin in ${settingKey(at("roleAttributePath"))}: else such are Admins of the organisation only`,
          set: true,
          hint: "or write Admin there",
        },
      ]
    : [];
};

/** Who may sign in to Grafana, and by which way. */
export const oauthRules: readonly Rule[] = [
  onlyWithGrafana,
  encrypted,
  wayBack,
  chosenPeople,
  groupsAreKnown,
  rolesAreKnown,
  knownRoles,
  administrators,
];
