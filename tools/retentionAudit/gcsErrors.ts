import type { StoreError } from "./storeErrors";

/** What to do where Google's SDK finds no credentials, or the store does not take them. */
export const gcsCredentials =
  "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to the key of an account that may read the bucket";

/** What Google's SDK throws, reduced; `undefined` for an error of our own. */
export function gcsError(error: unknown): StoreError | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  const { code, type, errors } = error as Error & {
    code?: unknown;
    type?: unknown;
    errors?: readonly { readonly reason?: string }[];
  };
  const [authError] = /invalid_(?:grant|client|rapt)|default credentials/.exec(error.message) ?? [];
  if (authError !== undefined) {
    return { code: authError === "default credentials" ? "NoCredentials" : authError };
  }
  if (typeof code === "number") {
    return { code: errors?.[0]?.reason ?? error.name, status: code };
  }
  if (type === "invalid-json") {
    return { code: type, status: 200 };
  }
  const word = [code, type].find((value) => typeof value === "string");
  return word === undefined ? undefined : { code: word };
}
