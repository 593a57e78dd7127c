/** Ways to name a tenant that is not the user's own. */
export interface Spoof {
  readonly what: string;
  readonly headers: readonly string[];
  /** Appended to the path. */
  readonly query?: string;
  readonly body?: string;
}

const one = (what: string, ...headers: string[]): Spoof => ({ what, headers });

/** Headers, and what could be taken for one, by which tenant `a`'s user asks for tenant `b`. */
export const spoofs: readonly Spoof[] = [
  one("the header", "X-Scope-OrgID: b"),
  one("in lower case", "x-scope-orgid: b"),
  one("in upper case", "X-SCOPE-ORGID: b"),
  one("in mixed case", "x-ScOpE-oRgId: b"),
  one("twice, the own one first", "X-Scope-OrgID: a", "X-Scope-OrgID: b"),
  one("twice, the own one last", "X-Scope-OrgID: b", "X-Scope-OrgID: a"),
  one("twice in two spellings", "X-Scope-OrgID: a", "x-scope-orgid: b"),
  one("both in one, as Loki joins tenants", "X-Scope-OrgID: a|b"),
  one("the other one first", "X-Scope-OrgID: b|a"),
  one("both with a comma", "X-Scope-OrgID: a,b"),
  one("folded over two lines", "X-Scope-OrgID: a", " b"),
  one("folded to an empty first line", "X-Scope-OrgID:", "\tb"),
  one("with spaces around it", "X-Scope-OrgID:   b  "),
  one("with a tab", "X-Scope-OrgID:\tb"),
  one("with a space before the colon", "X-Scope-OrgID : b"),
  one("with underscores", "X_Scope_OrgID: b"),
  one("empty", "X-Scope-OrgID:"),
  one("as a path", "X-Scope-OrgID: ../b"),
  one("in percent code", "X-Scope-OrgID: %62"),
  one("as a placeholder of the gateway", "X-Scope-OrgID: {tenant}"),
  one("as a variable of the gateway's process", "X-Scope-OrgID: {env.HOME}"),
  one("with a control character", "X-Scope-OrgID: b\u0001"),
  one("in Latin-1", "X-Scope-OrgID: b\u00a0"),
  one("named as a header of this connection only", "Connection: X-Scope-OrgID"),
  one("so named, and given", "X-Scope-OrgID: b", "Connection: X-Scope-OrgID"),
  one("as a cookie", "Cookie: X-Scope-OrgID=b"),
  one("as the user of another header", "X-Forwarded-User: b", "X-Auth-Request-User: b-read"),
  {
    what: "in the trailer of a body in parts",
    headers: ["Transfer-Encoding: chunked", "Trailer: X-Scope-OrgID"],
    body: "2\r\n{}\r\n0\r\nX-Scope-OrgID: b\r\n\r\n",
  },
  { what: "as a parameter", headers: [], query: "X-Scope-OrgID=b&orgID=b&tenant=b" },
];
