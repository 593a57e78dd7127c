import { isIP } from "node:net";
import type { Flaw } from "./flaws";

const example = "a range of addresses as address/bits, such as 10.0.0.0/16 or 192.0.2.7/32";

/** What is wrong with a range of addresses. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource */
export function cidrFlaw(value: string): Flaw | undefined {
  const [, address = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(value) ?? [];
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (Number(prefix) > bits) {
    return { row: "C47", expected: example };
  }
  const first = firstOf(address, Number(prefix));
  return first === undefined || first === address
    ? undefined
    : {
        row: "C47",
        expected: `the first address of the range, without host bits; did you mean ${first}/${prefix}?`,
        set: `${first}/${prefix}`,
      };
}

/** The first address of an IPv4 range; of IPv6, which has many spellings, it is not judged. */
function firstOf(address: string, prefix: number): string | undefined {
  if (isIP(address) !== 4) {
    return undefined;
  }
  const whole = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(whole / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".");
}

/**
 * Whether a range is every address there is, or so many that it is nobody's own: no private range is as
 * wide, and two halves are the whole.
 */
export function isEverywhere(cidr: string): boolean {
  const [address = "", prefix] = cidr.split("/");
  return Number(prefix) < (isIP(address) === 6 ? 7 : 8);
}
