import type { CaddyRoute } from "./caddyRoute";

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Refuses who names none of these users, before any password is compared. Caddy compares the password of
 * an unknown user too, against a bcrypt hash of cost 14: a second of processor time for each guess.
 */
export function knownUsersOnly(users: readonly string[], realm: string): CaddyRoute {
  const pattern = basicPattern(users);
  return {
    // A header that is sent twice is joined here, so this is about the first one, as Caddy's check is.
    match: [{ not: [{ vars_regexp: { "{http.request.header.Authorization}": { pattern } } }] }],
    handle: [
      { handler: "headers", response: { set: { "WWW-Authenticate": [`Basic realm="${realm}"`] } } },
      { handler: "error", error: "not authenticated", status_code: 401 },
    ],
  };
}

/** Matches a header `Authorization` with any password of one of these users. */
export function basicPattern(users: readonly string[]): string {
  return `^[Bb][Aa][Ss][Ii][Cc] (?:${users.map(encodedUser).join("|")})`;
}

/**
 * How `user:` and a password begin in Base64, as a regular expression: three bytes are four characters,
 * so the last character that the name has a part in may be one of several.
 */
export function encodedUser(user: string): string {
  const bytes = Buffer.from(`${user}:`);
  const rest = bytes.length % 3;
  const whole = bytes.subarray(0, bytes.length - rest).toString("base64");
  const [first = 0, second = 0] = bytes.subarray(bytes.length - rest);
  const text = escaped(whole);
  switch (rest) {
    case 1:
      return text + escaped(base64.charAt(first >> 2)) + oneOf((first & 3) << 4, 16);
    case 2: {
      const middle = ((first & 3) << 4) | (second >> 4);
      const start = escaped(base64.charAt(first >> 2) + base64.charAt(middle));
      return text + start + oneOf((second & 15) << 2, 4);
    }
    default:
      return text;
  }
}

/** Any of so many characters from this one on. */
const oneOf = (from: number, count: number) => `[${base64.slice(from, from + count)}]`;

const escaped = (text: string) => text.replaceAll("+", String.raw`\+`);
