import { Refusal } from "../refusal";

/** Milliseconds one connection may take to come up. */
export const connectionTimeoutMs = 4_000;

/** Milliseconds one answer may take. With one more try and the wait before it, less than 20 s. */
export const requestTimeoutMs = 7_000;

/** How often a request is made before the store counts as unreachable. */
export const maxAttempts = 2;

/** What was asked of which bucket, for the sentence that says why it failed. */
export interface StoreRequest {
  readonly bucket: string;
  readonly endpoint: string;
  /** The permission that it needs. */
  readonly permission: string;
  /** What to do where the store does not know who asks. */
  readonly credentials: string;
}

/** An error of a store's SDK, reduced to what both have. */
export interface StoreError {
  /** The store's own word, such as `NoSuchBucket`, or the system's, such as `ECONNREFUSED`. */
  readonly code: string;
  /** @default the store did not answer */
  readonly status?: number | undefined;
}

/** Words of the system and of the SDKs for a store that did not answer, or not by HTTP. */
const unreachable =
  /^(?:ECONN\w+|ENOTFOUND|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE|EPROTO|EAI_\w+|HPE_\w+|TimeoutError|request-timeout)$/;

/** Words for a certificate that is not trusted. */
const untrusted = /CERT|^ERR_(?:TLS|SSL)/;

/** Words for credentials that the SDK did not find. */
const noCredentials = /^(?:Credentials|Token)ProviderError$|^NoCredentials$/;

/** Words for credentials that the store does not know, or that are no longer valid. */
const unknownCaller = /AccessKey|Signature|Token|^invalid_/;

/**
 * The error as one sentence for the user. Never the store's own text: it may repeat the access key
 * or the header that was sent.
 */
export function storeRefusal(error: StoreError, request: StoreRequest): Refusal {
  const { endpoint, credentials } = request;
  const { code, status } = error;
  const said = status === undefined ? code : `${code}, ${status}`;
  if (noCredentials.test(code)) {
    return new Refusal(`there are no credentials for ${endpoint}: ${credentials}`);
  }
  if (status === 401 || unknownCaller.test(code)) {
    return new Refusal(`${endpoint} does not take the credentials (${said}): ${credentials}`);
  }
  return status === undefined ? noAnswer(code, request) : errorAnswer(code, status, request);
}

function noAnswer(code: string, { endpoint, credentials }: StoreRequest): Refusal {
  if (untrusted.test(code)) {
    return new Refusal(
      `the certificate of ${endpoint} is not trusted (${code}): name its authority in NODE_EXTRA_CA_CERTS`,
    );
  }
  return unreachable.test(code)
    ? new Refusal(
        `${endpoint} does not answer (${code}): check the address and the way there, or name another one with --endpoint`,
      )
    : new Refusal(`${endpoint} was not asked (${code}): ${credentials}`);
}

function errorAnswer(code: string, status: number, request: StoreRequest): Refusal {
  const { bucket, endpoint, permission } = request;
  if (code === "NoSuchBucket" || status === 404) {
    return new Refusal(
      `there is no bucket ${bucket} at ${endpoint}: name another one with --bucket, or another store with --endpoint`,
    );
  }
  if (code === "RequestTimeTooSkewed") {
    return new Refusal(`this machine's clock is not that of ${endpoint}: set the clock`);
  }
  if (code === "AuthorizationHeaderMalformed" || (status >= 300 && status < 400)) {
    return new Refusal(
      `bucket ${bucket} is not in the region that was asked at ${endpoint} (${code}, ${status}): set the bucket's region in storage.region`,
    );
  }
  if (status === 403) {
    return new Refusal(
      `access denied to bucket ${bucket} at ${endpoint}: give the credentials ${permission}`,
    );
  }
  return status < 300
    ? noListing(request)
    : new Refusal(`${endpoint} answered with an error (${code}, ${status}): try again later`);
}

/** An answer that is none of an object store's: taken for an empty bucket it would prove nothing. */
export function noListing({ bucket, endpoint }: Pick<StoreRequest, "bucket" | "endpoint">) {
  return new Refusal(
    `${endpoint} answered without a whole listing of bucket ${bucket}: name the address of the object store with --endpoint`,
  );
}
