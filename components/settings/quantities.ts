import type { Flaw } from "./flaws";

const bytes = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/** The settings accept this form of an amount of bytes. */
export const bytesPattern = /^([1-9]\d*)(Ki|Mi|Gi|Ti)$/;

/** The settings accept this form of an amount of CPU. */
export const cpuPattern = /^(?:\d+m?|\d*\.\d{1,3})$/;

/**
 * Bytes in a Kubernetes quantity with a binary unit such as `10Gi`; `undefined` for anything else.
 * Decimal units are left out on purpose: `4G` is 7 % less than the `4Gi` people mean by it.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseBytes(text: string): number | undefined {
  const match = bytesPattern.exec(text);
  return match ? Number(match[1]) * bytes[match[2] as keyof typeof bytes] : undefined;
}

/** Bytes in a quantity that the settings have already accepted. */
export function quantityBytes(text: string): number {
  const value = parseBytes(text);
  if (value === undefined) {
    throw new Error(`"${text}" is not a quantity: settings accept quantities before they are used`);
  }
  return value;
}

/** The largest whole quantity that is no larger than a number of bytes: `3Gi`, `768Mi`. */
export function formatBytes(value: number): string {
  const mebibytes = Math.floor(value / bytes.Mi);
  return mebibytes % 1_024 === 0 ? `${mebibytes / 1_024}Gi` : `${mebibytes}Mi`;
}

/** Millicores in a Kubernetes CPU quantity such as `500m` or `2`; `undefined` for anything else. */
export function parseCpu(text: string): number | undefined {
  if (!cpuPattern.test(text)) {
    return undefined;
  }
  const millicores = text.endsWith("m") ? parseInt(text, 10) : Math.round(Number(text) * 1_000);
  return millicores > 0 ? millicores : undefined;
}

/** What people most likely meant: `10GB` and `10 gi` are `10Gi`; a bare `4096` is mebibytes. */
function intended(text: string): { set?: string } {
  const [, amount = "", unit = "", rest = ""] = /^-?(\d+) ?([kmgt]?)(i?b?)$/i.exec(text) ?? [];
  if (Number(amount) === 0) {
    return {};
  }
  // `m` alone is Kubernetes's "thousandth", never mega.
  const known = unit === "" || (unit === "m" && rest === "") ? "M" : unit.toUpperCase();
  const value = `${Number(amount)}${known}i`;
  return { set: known === "M" ? formatBytes(quantityBytes(value)) : value };
}

/** What is wrong with the size of a volume. */
export function volumeSizeFlaw(text: string): Flaw | undefined {
  return parseBytes(text) === undefined
    ? {
        row: "C31",
        expected: "a Kubernetes quantity such as 10Gi (binary unit, no space)",
        // A bare number may be anything: gibibytes, megabytes or bytes.
        ...(/[a-z]/i.test(text) ? intended(text) : {}),
      }
    : undefined;
}

/** What is wrong with an amount of memory. */
export function memoryFlaw(text: string): Flaw | undefined {
  if (parseBytes(text) !== undefined) {
    return undefined;
  }
  const [, amount = "", unit = ""] = /^(\d+)([mG]?)$/.exec(text) ?? [];
  const meanings = {
    m: `: ${text} is about ${Math.round(Number(amount) / 1_000)} bytes`,
    G: `: ${text} is 7 % less than ${text}i`,
    "": amount === "" ? "" : `: ${text} is that many bytes`,
  };
  return {
    row: "C37",
    expected: `a Kubernetes quantity in Mi or Gi such as 4Gi${meanings[unit as keyof typeof meanings]}`,
    ...intended(text),
  };
}

/** What is wrong with an amount of CPU. */
export function cpuFlaw(text: string): Flaw | undefined {
  return parseCpu(text) === undefined
    ? { expected: "a Kubernetes quantity of CPU such as 500m or 2" }
    : undefined;
}
