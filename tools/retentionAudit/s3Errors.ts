import type { StoreError } from "./storeErrors";

/** What to do where AWS's SDK finds no credentials, or the store does not take them. */
export const s3Credentials =
  "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, to credentials that may read the bucket";

/** Errors that the SDK makes without a request. */
const withoutRequest = ["CredentialsProviderError", "TokenProviderError", "TimeoutError"];

/** What AWS's SDK throws, reduced; `undefined` for an error of our own. */
export function s3Error(error: unknown): StoreError | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  const { $metadata, code } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    code?: unknown;
  };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) {
    return { code: error.name, status };
  }
  if (typeof code === "string") {
    return { code };
  }
  return $metadata !== undefined || withoutRequest.includes(error.name)
    ? { code: error.name }
    : undefined;
}
