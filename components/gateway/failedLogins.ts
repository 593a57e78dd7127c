import { triedCollector, triedField, triedUnknown } from "./accessLog";
import { named, type GatewayTenant } from "./caddyConfig";
import type { CaddyHandler, CaddyRoute } from "./caddyRoute";
import { basicPattern } from "./knownUsers";

/** The names of users, by what the access log says of a failed login as one of them. */
export type TriedUsers = ReadonlyMap<string, readonly string[]>;

/** Every user that the gateway knows, of either direction. */
export const triedUsers = (
  tenants: readonly GatewayTenant[],
  collectorUsers: readonly string[],
): TriedUsers =>
  new Map([
    ...tenants.map((tenant): [string, string[]] => [
      tenant.id,
      named(tenant.writeUser, tenant.readUser, tenant.previousWriteUser, tenant.previousReadUser),
    ]),
    [triedCollector, [...collectorUsers]],
  ]);

const status = "{http.error.status_code}";
const tried = "{tried}";

/**
 * Handlers of which one may refuse a request with the error 401. Where it does and a login was sent, the
 * access log says whose it was. That is looked up only then: who is let in pays nothing for it. Caddy
 * has no counter for it, and its official image nothing that could limit the rate.
 * @see https://caddyserver.com/docs/json/apps/http/servers/routes/handle/log_append/
 */
export function withFailuresLogged(routes: CaddyRoute[], users: TriedUsers): CaddyHandler {
  return {
    handler: "subroute",
    routes,
    errors: {
      routes: [
        {
          match: [{ vars: { [status]: ["401"] }, header: { Authorization: ["*"] } }],
          handle: [
            {
              handler: "map",
              // Two headers are joined here, so this is about the first one, as Caddy's check is.
              source: "{http.request.header.Authorization}",
              destinations: [tried],
              mappings: [...users].map(([whose, names]) => ({
                input_regexp: basicPattern(names),
                outputs: [whose],
              })),
              defaults: [triedUnknown],
            },
            { handler: "log_append", key: triedField, value: tried },
          ],
        },
        // What follows in the chain fails here too, as a Loki that is away: on as it came.
        { handle: [{ handler: "error", error: "{http.error.message}", status_code: status }] },
      ],
    },
  };
}
