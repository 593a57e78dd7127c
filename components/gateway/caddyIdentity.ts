import { named, userFile, usersPath, type GatewayTenant } from "./caddyConfig";
import { asGroupsTenant, type ForwardAuth } from "./caddyForwardAuth";
import type { CaddyHandler, CaddyMatch, CaddyRoute } from "./caddyRoute";
import { withFailuresLogged, type TriedUsers } from "./failedLogins";
import { knownUsersOnly } from "./knownUsers";

export interface Writers {
  readonly tenants: readonly GatewayTenant[];
  /** Everybody whom a failed login may be about. */
  readonly triedUsers: TriedUsers;
  /** Who may say itself for which of the tenants it pushes. */
  readonly collectorUsers: readonly string[];
  /** Whether a client's certificate may stand for a password. */
  readonly clientCertificates: boolean;
}

/** Finds out as which tenant a request pushes, and says that in place of whatever the client said. */
export function asWriter(writers: Writers): CaddyHandler[] {
  const { tenants, clientCertificates } = writers;
  const users = new Map(
    tenants.flatMap(({ id, writeUser, previousWriteUser }) =>
      named(writeUser, previousWriteUser).map((user): [string, string] => [user, id]),
    ),
  );
  const byPassword = withPassword(users, writers);
  return clientCertificates
    ? [firstOf([certificateRoute(tenants), { handle: byPassword }]), tenantHeader]
    : [...byPassword, tenantHeader];
}

export interface Readers extends Pick<Writers, "tenants" | "triedUsers"> {
  readonly forwardAuth: ForwardAuth | undefined;
}

/** The same for a request that reads. */
export function asReader({ tenants, triedUsers, forwardAuth }: Readers): CaddyHandler[] {
  const users = new Map(
    tenants.flatMap(({ id, readUser, previousReadUser }) =>
      named(readUser, previousReadUser).map((user): [string, string] => [user, id]),
    ),
  );
  const byPassword = [
    authentication([...users.keys()], triedUsers),
    mapped(userName, "{tenant}", users),
  ];
  if (forwardAuth === undefined) {
    return [...byPassword, tenantHeader];
  }
  const password: CaddyMatch = { header: { Authorization: ["Basic *", "basic *"] } };
  const ways = [
    { match: [password], handle: byPassword },
    { handle: asGroupsTenant(forwardAuth, tenants) },
  ];
  return [firstOf(ways), tenantHeader];
}

const userName = "{http.auth.user.id}";

/** Takes the first of these routes that matches, and goes on after it. */
const firstOf = (routes: readonly CaddyRoute[]): CaddyHandler => ({
  handler: "subroute",
  routes: routes.map((route) => ({ group: "who", ...route })),
});

/**
 * Who has a certificate of the user's name, and nothing beside it. Caddy has verified it. The name is that
 * of the first generation: a certificate has no password to rotate.
 */
function certificateRoute(tenants: readonly GatewayTenant[]): CaddyRoute {
  const subject = "{http.request.tls.client.subject}";
  const subjects = new Map(
    tenants
      .filter(({ writeUser }) => writeUser !== undefined)
      .map(({ id }) => [`CN=${id}-write`, id]),
  );
  return {
    match: [{ vars: { [subject]: [...subjects.keys()] } }],
    handle: [mapped(subject, "{tenant}", subjects)],
  };
}

function withPassword(
  users: ReadonlyMap<string, string>,
  { collectorUsers, tenants, triedUsers }: Writers,
): CaddyHandler[] {
  const byHeader = new Map(
    collectorUsers.map((user) => [user, "{http.request.header.X-Scope-OrgID}"]),
  );
  const asked = new Map([...users, ...byHeader]);
  return [
    authentication([...asked.keys()], triedUsers),
    mapped(userName, "{asked}", asked),
    {
      // Retired ones too: agents that are about to be replaced still have lines of them.
      ...mapped("{asked}", "{tenant}", new Map(tenants.map(({ id }) => [id, id]))),
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
  ];
}

const mapped = (source: string, destination: string, values: ReadonlyMap<string, string>) => ({
  handler: "map" as const,
  source,
  destinations: [destination],
  mappings: [...values].map(([input, output]) => ({ input, outputs: [output] })),
});

const realm = "loki";

function authentication(users: readonly string[], triedUsers: TriedUsers): CaddyHandler {
  const passwords: CaddyHandler = {
    handler: "authentication",
    providers: {
      http_basic: {
        realm,
        hash: { algorithm: "bcrypt" },
        // Without it each request costs what a comparison does: 50 ms of CPU for a given password.
        hash_cache: {},
        accounts: users.map((username) => ({
          username,
          password: `{file.${usersPath}/${userFile(username)}}`,
        })),
      },
    },
  };
  return withFailuresLogged([knownUsersOnly(users, realm), { handle: [passwords] }], triedUsers);
}

/** Says whose request it is in place of whatever the client said. */
const tenantHeader: CaddyHandler = {
  handler: "headers",
  request: { set: { "X-Scope-OrgID": ["{tenant}"] }, delete: ["Authorization", "Cookie"] },
};
