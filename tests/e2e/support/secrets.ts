import type { Kubectl } from "../../../tools/cluster/kubectl";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Certificates are public: whoever connects is shown them. */
const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Texts in a value of a Secret that nobody could guess: itself, and what a file of it is made of. */
function guarded(value: string): string[] {
  // Keys and tokens of files have letters and digits; what else stands there is words and paths.
  const parts = value
    .replaceAll(certificates, "")
    .split(/[\s"'`,]+/)
    .filter((part) => /^(?=.*\d)(?=.*[A-Za-z])[\w+/=.$-]{20,}$/.test(part));
  return [value, ...parts].filter((text) => text.length >= 16);
}

/**
 * Every value of every Secret of some namespaces, as it is and as the API server encodes it. Without the
 * accessor of Consul's token, which is a name for the token and opens nothing.
 */
export async function secretsOf(
  kubectl: Kubectl,
  namespaces: readonly string[],
): Promise<string[]> {
  const secrets = await Promise.all(
    namespaces.map((namespace) =>
      kubectl.list<{ data?: Record<string, string> }>("secrets", namespace),
    ),
  );
  const values = secrets
    .flat()
    .flatMap(({ data = {} }) => Object.entries(data))
    .filter(([key]) => key !== "accessor" && !key.endsWith(".crt"))
    .flatMap(([, encoded]) => [encoded, ...guarded(Buffer.from(encoded, "base64").toString())]);
  return [...new Set(values)].filter((text) => text.length >= 16);
}

/** Paths of the texts in an object that hold one of these values. The values are not told. */
export function placesOf(object: unknown, values: readonly string[], path = ""): string[] {
  if (typeof object === "string") {
    return values.some((value) => object.includes(value)) ? [path] : [];
  }
  return isObject(object)
    ? Object.entries(object).flatMap(([key, item]) => placesOf(item, values, `${path}.${key}`))
    : [];
}
