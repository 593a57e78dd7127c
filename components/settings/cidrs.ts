import { isIP } from "node:net";
import type { Flaw } from "./flaws";

/** What is wrong with a range of addresses. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource */
export function cidrFlaw(value: string): Flaw | undefined {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(value) ?? [];
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(prefix) <= bits
    ? undefined
    : { expected: "a range of addresses as address/bits, such as 10.0.0.0/16 or 192.0.2.7/32" };
}

/** Whether a range is every address there is. */
export const isEverywhere = (cidr: string): boolean => cidr.endsWith("/0");
