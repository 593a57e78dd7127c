const bytes = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;

/**
 * Bytes in a Kubernetes quantity with a binary unit such as `10Gi`; `undefined` for anything else.
 * Decimal units are left out on purpose: `4G` is 7 % less than the `4Gi` people mean by it.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseBytes(text: string): number | undefined {
  const match = /^([1-9]\d*)(Ki|Mi|Gi|Ti)$/.exec(text);
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

/** Millicores in a Kubernetes CPU quantity such as `500m` or `2`; `undefined` for anything else. */
export function parseCpu(text: string): number | undefined {
  const match = /^(\d+)(m?)$/.exec(text) ?? /^(\d*\.\d{1,3})()$/.exec(text);
  if (!match) {
    return undefined;
  }
  const millicores = match[2] === "m" ? Number(match[1]) : Math.round(Number(match[1]) * 1_000);
  return millicores > 0 ? millicores : undefined;
}
