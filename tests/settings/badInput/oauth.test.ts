import { problemsOf, provider, testRows, warningsOf } from "../badInput";

const url = "https://grafana.example.com";
const oauth = (changes: object = {}) => ({
  ...provider,
  clientSecret: "hunter2-hunter2",
  ...changes,
});
const areas = (changes: object = {}, more: object = {}) => ({
  grafana: { url, oauth: oauth(changes), ...more },
});
const good = areas();
const nobodyChosen = `config error fraiseql-loki:grafana.oauth.allowedDomains: got an empty list; expected somebody to be named there, in allowedGroups, or by roleAttributePath with roleAttributeStrict and no role for all that are left: whoever has an account at the provider reads the logs.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.allowedDomains[0]' example.com (or set fraiseql-loki:grafana.oauth.everyone to true)`;

testRows([
  {
    row: "C77",
    stack: "prod",
    bad: areas({ clientSecret: undefined }),
    message: `config error [C77] fraiseql-loki:grafana.oauth.clientSecret: got nothing; expected a value: Grafana's password at the provider.
  Fix: pulumi config set --secret --path 'fraiseql-loki:grafana.oauth.clientSecret' <value>`,
    good,
  },
  ...["$__file{/etc/passwd}", "a%(client_id)s"].map((clientSecret) => ({
    row: "a secret that Grafana would change",
    stack: "prod" as const,
    bad: areas({ clientSecret }),
    message: `config error fraiseql-loki:grafana.oauth.clientSecret: got [secret]; expected a secret without $__ and %(, which Grafana replaces (value not shown).
  Fix: have the provider make another secret`,
    good: areas({ clientSecret: "a$b'c\"d" }),
  })),
  ...(["authUrl", "tokenUrl", "apiUrl"] as const).flatMap((name) => [
    {
      row: "in clear",
      stack: "prod" as const,
      bad: areas({ [name]: "http://sso.example.com/x" }),
      message: `config error fraiseql-loki:grafana.oauth.${name}: got "http://sso.example.com/x"; expected an https address in prod: secrets and tokens are sent there.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.${name}' https://sso.example.com/x`,
      good: areas({ [name]: "https://sso.example.com:8443/realms/a%20b/x?p=b2c_1&q=~y" }),
    },
    {
      row: "C70",
      stack: "prod" as const,
      bad: areas({ [name]: "https://u:hunter2@sso.example.com/x" }),
      message: `config error [C70] fraiseql-loki:grafana.oauth.${name}: got "https://[secret]@sso.example.com/x"; expected http(s)://host/path without credentials: put them in a secret.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.${name}' https://sso.example.com/${{ authUrl: "authorize", tokenUrl: "token", apiUrl: "userinfo" }[name]}`,
      good,
    },
  ]),
  {
    row: "the way back",
    stack: "prod",
    bad: { grafana: { oauth: oauth() } },
    message: `config error fraiseql-loki:grafana.url: got "http://localhost:3000"; expected Grafana's https address outside the cluster in prod: the provider sends people back there.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.url' https://grafana.example.com`,
    good: {
      network: { grafanaClients: ["ingress-nginx"] },
      grafana: {
        oauth: oauth(),
        expose: { kind: "ingress", host: "grafana.example.com", tls: "elsewhere" },
      },
    },
  },
  {
    row: "the way back",
    stack: "prod",
    bad: areas({}, { url: "https://localhost:3000" }),
    message: `config error fraiseql-loki:grafana.url: got "https://localhost:3000"; expected Grafana's https address outside the cluster in prod: the provider sends people back there.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.url' https://grafana.example.com`,
    good,
  },
  ...[
    {},
    { roleAttributePath: "role" },
    { roleAttributePath: "'Viewer'", roleAttributeStrict: true },
    {
      roleAttributePath: "(contains(groups[*], 'a') && 'Admin' || 'Viewer')",
      roleAttributeStrict: true,
    },
  ].map((changes) => ({
    row: "everybody",
    stack: "prod" as const,
    bad: areas({ allowedDomains: [], ...changes }),
    message: nobodyChosen,
    good: areas({ allowedDomains: [], ...changes, everyone: true }),
  })),
  ...[
    { allowedGroups: ["logs readers"], groupsAttributePath: "groups" },
    { roleAttributePath: "role", roleAttributeStrict: true },
    {
      roleAttributePath: "contains(groups[*], 'a') && 'Viewer' || 'None'",
      roleAttributeStrict: true,
    },
  ].map((changes) => ({
    row: "those who are chosen",
    stack: "prod" as const,
    bad: areas({ allowedDomains: [] }),
    message: nobodyChosen,
    good: areas({ allowedDomains: [], ...changes }),
  })),
  {
    row: "groups from nowhere",
    stack: "dev",
    bad: areas({ allowedGroups: ["logs"] }),
    message: `config error fraiseql-loki:grafana.oauth.groupsAttributePath: got nothing; expected a way to the groups: with fraiseql-loki:grafana.oauth.allowedGroups and without it nobody is in one.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.groupsAttributePath' groups`,
    good: areas({ allowedGroups: ["logs"], groupsAttributePath: "groups" }),
  },
  {
    row: "roles from nowhere",
    stack: "dev",
    bad: areas({ roleAttributeStrict: true }),
    message: `config error fraiseql-loki:grafana.oauth.roleAttributeStrict: got true; expected false without fraiseql-loki:grafana.oauth.roleAttributePath: nobody has a role, so nobody could sign in.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.roleAttributeStrict' false`,
    good: areas({ roleAttributeStrict: true, roleAttributePath: "role" }),
  },
  {
    row: "no Grafana",
    stack: "prod",
    bad: areas({}, { deploy: false }),
    message: `config error fraiseql-loki:grafana.oauth: got an object; expected nothing while fraiseql-loki:grafana.deploy is false: there is no Grafana.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.deploy' true`,
    good,
  },
  {
    row: "a scope",
    stack: "dev",
    bad: areas({ scopes: ["openid profile"] }),
    message: `config error fraiseql-loki:grafana.oauth.scopes[0]: got "openid profile"; expected a scope without spaces.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.scopes[0]' groups`,
    good: areas({ scopes: ["openid", "https://graph.example.com/.default"] }),
  },
  {
    row: "a domain",
    stack: "dev",
    bad: areas({ allowedDomains: ["@example.com"] }),
    message: `config error fraiseql-loki:grafana.oauth.allowedDomains[0]: got "@example.com"; expected the domain of mail addresses, such as example.com.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.allowedDomains[0]' example.com`,
    good,
  },
]);

test("under an encrypted key it still says what is wrong, and shows no value", () => {
  const bad = areas({ allowedDomains: [], tokenUrl: "http://sso.example.com/hidden" });
  expect(problemsOf("prod", bad, ["fraiseql-loki:grafana"])).toBe(
    `config error fraiseql-loki:grafana.oauth.allowedDomains: got [secret]; expected somebody to be named there, in allowedGroups, or by roleAttributePath with roleAttributeStrict and no role for all that are left.
  Fix: pulumi config rm --path 'fraiseql-loki:grafana.oauth.allowedDomains', then pulumi config set --path 'fraiseql-loki:grafana.oauth.allowedDomains[0]' <value>
config error fraiseql-loki:grafana.oauth.tokenUrl: got [secret]; expected an https address in prod.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.oauth.tokenUrl' https://sso.example.com/token`,
  );
});

test("in dev a provider may be on the developer's own machine", () => {
  const here = { authUrl: "http://localhost:5556/auth", allowedDomains: [] };
  const bad = { grafana: { oauth: oauth(here) } };
  expect(problemsOf("dev", bad)).toBe("");
  expect(warningsOf("dev", bad).match(/fraiseql-loki:[\w.]+: got/g)).toEqual([
    "fraiseql-loki:grafana.oauth.allowedDomains: got",
    "fraiseql-loki:grafana.oauth.authUrl: got",
    "fraiseql-loki:grafana.url: got",
  ]);
});
