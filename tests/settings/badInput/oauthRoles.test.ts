import { givesEverybodyARole, namedResults } from "../../../components/settings/jmesPaths";
import { provider, testRows } from "../badInput";

const areas = (changes: object = {}) => ({
  grafana: {
    url: "https://grafana.example.com",
    oauth: { ...provider, clientSecret: "hunter2-hunter2", ...changes },
  },
});
const key = (name: string) => `fraiseql-loki:grafana.oauth.${name}`;
const admins = "contains(groups[*], 'ops') && 'GrafanaAdmin' || 'Viewer'";

testRows([
  {
    row: "a path that is none",
    stack: "prod",
    bad: areas({ roleAttributePath: "contains(groups[*], 'admins' && 'Admin'" }),
    message: `config error ${key("roleAttributePath")}: got "contains(groups[*], 'admins' && 'Admin'"; expected a JMESPath expression.
  Fix: pulumi config set --path '${key("roleAttributePath")}' 'contains(groups[*], '\\''admins'\\'') && '\\''Admin'\\'' || '\\''Viewer'\\'''`,
    good: areas({ roleAttributePath: "contains(groups[*], 'admins') && 'Admin'" }),
  },
  {
    row: "a role that is none",
    stack: "prod",
    bad: areas({ roleAttributePath: "contains(groups[*], 'ops') && 'Edtor' || 'Viewer'" }),
    message: `config error ${key("roleAttributePath")}: got "Edtor"; expected roles that Grafana knows: None, Viewer, Editor, Admin, GrafanaAdmin.
  Fix: write Editor in place of "Edtor"`,
    good: areas({ roleAttributePath: "contains(groups[*], 'ops') && 'editor' || 'Viewer'" }),
  },
  {
    row: "an administrator whom nobody may make",
    stack: "prod",
    bad: areas({ roleAttributePath: admins }),
    message: `config error ${key("allowAssignGrafanaAdmin")}: got false (the default); expected true with GrafanaAdmin in ${key("roleAttributePath")}: else such are Admins of the organisation only.
  Fix: pulumi config set --path '${key("allowAssignGrafanaAdmin")}' true (or write Admin there)`,
    good: areas({ roleAttributePath: admins, allowAssignGrafanaAdmin: true }),
  },
  {
    row: "administrators by nothing",
    stack: "prod",
    bad: areas({ allowAssignGrafanaAdmin: true }),
    message: `config error ${key("allowAssignGrafanaAdmin")}: got true; expected false without ${key("roleAttributePath")}: nothing makes somebody a GrafanaAdmin.
  Fix: pulumi config set --path '${key("allowAssignGrafanaAdmin")}' false`,
    good: areas({ roleAttributePath: "role", allowAssignGrafanaAdmin: true }),
  },
]);

test.each([
  ["role", [], false],
  ["'Viewer'", ["Viewer"], true],
  ["role || 'Viewer'", ["Viewer"], true],
  ["role || ('Viewer')", ["Viewer"], true],
  ["contains(groups, 'a') && 'Admin'", ["Admin"], false],
  ["(contains(groups, 'a') && 'Admin') || role", ["Admin"], false],
  [
    "contains(groups, 'a') && 'Admin' || contains(groups, 'b') && 'Editor'",
    ["Admin", "Editor"],
    false,
  ],
  ["contains(groups, 'a') && 'Viewer' || 'None'", ["Viewer", "None"], false],
  ["groups | 'Viewer'", ["Viewer"], true],
])("%s names the results %j, one for everybody: %s", (expression, named, everybody) => {
  expect([namedResults(expression), givesEverybodyARole(expression)]).toEqual([named, everybody]);
});
