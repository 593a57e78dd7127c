import type { CaddyHandler } from "./caddyRoute";
import { userFile, usersPath, type GatewayTenant } from "./caddyConfig";

/** Asks for a password and then says, in place of whatever the client said, whose request it is. */
export function asTenant(users: ReadonlyMap<string, string>): CaddyHandler[] {
  return [
    authentication([...users.keys()]),
    {
      handler: "map",
      source: "{http.auth.user.id}",
      destinations: ["{tenant}"],
      mappings: [...users].map(([input, tenant]) => ({ input, outputs: [tenant] })),
    },
    tenantHeader,
  ];
}

/** The same, but one user may say itself for which of the tenants it pushes. */
export function asNamedTenant(
  users: ReadonlyMap<string, string>,
  collectorUser: string,
  tenants: readonly GatewayTenant[],
): CaddyHandler[] {
  const asked = new Map([...users, [collectorUser, "{http.request.header.X-Scope-OrgID}"]]);
  return [
    authentication([...asked.keys()]),
    {
      handler: "map",
      source: "{http.auth.user.id}",
      destinations: ["{asked}"],
      mappings: [...asked].map(([input, tenant]) => ({ input, outputs: [tenant] })),
    },
    {
      handler: "map",
      source: "{asked}",
      destinations: ["{tenant}"],
      // Retired ones too: agents that are about to be replaced still have lines of them.
      mappings: tenants.map(({ id }) => ({ input: id, outputs: [id] })),
      // Two headers are joined by a comma, several tenants by `|`: neither is in the list.
      defaults: [""],
    },
    {
      handler: "subroute",
      routes: [
        {
          match: [{ vars: { "{tenant}": [""] } }],
          // Not 403, for which agents throw a batch away: a gateway that is about to be replaced does
          // not know a tenant yet that the agents know.
          handle: [{ handler: "static_response", status_code: 503 }],
          terminal: true,
        },
      ],
    },
    tenantHeader,
  ];
}

function authentication(users: readonly string[]): CaddyHandler {
  return {
    handler: "authentication",
    providers: {
      http_basic: {
        realm: "loki",
        hash: { algorithm: "bcrypt" },
        // Without it each request costs 50 ms of CPU.
        hash_cache: {},
        accounts: users.map((username) => ({
          username,
          password: `{file.${usersPath}/${userFile(username)}}`,
        })),
      },
    },
  };
}

const tenantHeader: CaddyHandler = {
  handler: "headers",
  request: { set: { "X-Scope-OrgID": ["{tenant}"] }, delete: ["Authorization"] },
};
