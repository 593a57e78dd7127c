import type { Flaw } from "./flaws";
import { quotedText } from "./keys";

const host = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])`;
const address = new RegExp(String.raw`^https?://${host}(?::\d{1,5})?$`);
const addressWithPath = new RegExp(String.raw`^https?://${host}(?::\d{1,5})?(?:/[\w./-]*)?$`);

const addressWithQuery = new RegExp(
  String.raw`^https?://${host}(?::\d{1,5})?(?:/[\w./~%+-]*)?(?:\?[\w./~%+&=:-]*)?$`,
);

/** A pasted address may hold a password before the `@`: it is never shown. */
function hideUser(value: string): { got?: string } {
  const at = value.lastIndexOf("@");
  if (at === -1) {
    return {};
  }
  const scheme = /^[a-z]+:\/\//.exec(value)?.[0] ?? "";
  return { got: quotedText(`${scheme}[secret]${value.slice(at)}`) };
}

function flawOf(value: string, pattern: RegExp, form: string): Flaw | undefined {
  const port = Number(/:(\d+)(?:\/|$)/.exec(value)?.[1] ?? 80);
  if (pattern.test(value) && port >= 1 && port <= 65535) {
    return undefined;
  }
  return value.includes("@")
    ? {
        row: "C70",
        expected: `${form} without credentials: put them in a secret`,
        ...hideUser(value),
      }
    : { row: "C70", expected: form };
}

/** What is wrong with the address of a server. */
export function httpAddressFlaw(value: string): Flaw | undefined {
  return flawOf(value, address, "http(s)://host:port");
}

/** What is wrong with an address that people open, below whose path the server may stand. */
export function webAddressFlaw(value: string): Flaw | undefined {
  return flawOf(value, addressWithPath, "http(s)://host:port, and a path if there is one");
}

/** What is wrong with the address of a page of a provider of accounts, which may have a query. */
export function providerAddressFlaw(value: string): Flaw | undefined {
  return flawOf(value, addressWithQuery, "http(s)://host/path");
}

/** What is wrong with the name of a registry that mirrors others. */
export function mirrorFlaw(value: string): Flaw | undefined {
  const named = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[a-z0-9._-]+)*$/.test(value);
  return named
    ? undefined
    : {
        expected: "host, host:port or host/path of a registry, without a scheme",
        ...hideUser(value),
      };
}

const server = new RegExp(String.raw`^${host}:\d{1,5}$`);

/** What is wrong with the address of a server that does not speak HTTP. */
export function hostAndPortFlaw(value: string): Flaw | undefined {
  const port = Number(value.slice(value.lastIndexOf(":") + 1));
  return server.test(value) && port >= 1 && port <= 65535
    ? undefined
    : { row: "C70", expected: "host:port, without scheme and credentials", ...hideUser(value) };
}
