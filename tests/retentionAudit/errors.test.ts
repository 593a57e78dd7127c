import { gcsCredentials, gcsError } from "../../tools/retentionAudit/gcsErrors";
import { s3Error } from "../../tools/retentionAudit/s3Errors";
import { storeRefusal, type StoreError } from "../../tools/retentionAudit/storeErrors";

const error = (members: object, message = "with AKIASECRET in it") =>
  Object.assign(new Error(message), members);

describe("an error of AWS's SDK", () => {
  test.each<[string, unknown, StoreError | undefined]>([
    [
      "that the store answered",
      error({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } }),
      { code: "AccessDenied", status: 403 },
    ],
    [
      "of the connection",
      error({ code: "ECONNREFUSED", $metadata: { attempts: 2 } }),
      { code: "ECONNREFUSED" },
    ],
    ["of the clock", error({ name: "TimeoutError" }), { code: "TimeoutError" }],
    [
      "of the credentials",
      error({ name: "CredentialsProviderError" }),
      { code: "CredentialsProviderError" },
    ],
    ["that is a fault of ours", new TypeError("x is undefined"), undefined],
    ["that is none", "text", undefined],
  ])("%s", (_, given, expected) => {
    expect(s3Error(given)).toEqual(expected);
  });
});

describe("an error of Google's SDK", () => {
  test.each<[string, unknown, StoreError | undefined]>([
    [
      "that the store answered",
      error({ code: 403, errors: [{ reason: "forbidden" }] }),
      { code: "forbidden", status: 403 },
    ],
    ["without a reason", error({ code: 404, name: "ApiError" }), { code: "ApiError", status: 404 }],
    ["of the connection", error({ code: "ENOTFOUND", type: "system" }), { code: "ENOTFOUND" }],
    ["of the clock", error({ type: "request-timeout" }), { code: "request-timeout" }],
    ["that no JSON came", error({ type: "invalid-json" }), { code: "invalid-json", status: 200 }],
    [
      "of missing credentials",
      error({}, "Could not load the default credentials. Browse to"),
      { code: "NoCredentials" },
    ],
    ["of old credentials", error({ code: "400" }, "invalid_grant"), { code: "invalid_grant" }],
    ["that is a fault of ours", new TypeError("x is undefined"), undefined],
    ["that is none", "text", undefined],
  ])("%s", (_, given, expected) => {
    expect(gcsError(given)).toEqual(expected);
  });
});

describe("a store that was not reached is refused:", () => {
  const request = {
    bucket: "b",
    endpoint: "https://e",
    permission: "p",
    credentials: gcsCredentials,
  };
  const unreachable = (code: string) =>
    `https://e does not answer (${code}): check the address and the way there, or name another one with --endpoint`;

  test.each<[code: string, message: string]>([
    ["ECONNREFUSED", unreachable("ECONNREFUSED")],
    ["ECONNRESET", unreachable("ECONNRESET")],
    ["ENOTFOUND", unreachable("ENOTFOUND")],
    ["EAI_AGAIN", unreachable("EAI_AGAIN")],
    ["ETIMEDOUT", unreachable("ETIMEDOUT")],
    ["EPROTO", unreachable("EPROTO")],
    ["HPE_INVALID_CONSTANT", unreachable("HPE_INVALID_CONSTANT")],
    ["TimeoutError", unreachable("TimeoutError")],
    ["request-timeout", unreachable("request-timeout")],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "the certificate of https://e is not trusted (SELF_SIGNED_CERT_IN_CHAIN): name its authority in NODE_EXTRA_CA_CERTS",
    ],
    ["NoCredentials", `there are no credentials for https://e: ${gcsCredentials}`],
    ["CredentialsProviderError", `there are no credentials for https://e: ${gcsCredentials}`],
    ["invalid_grant", `https://e does not take the credentials (invalid_grant): ${gcsCredentials}`],
    ["ENOENT", `https://e was not asked (ENOENT): ${gcsCredentials}`],
  ])("%s", (code, message) => {
    expect(storeRefusal({ code }, request).message).toBe(message);
  });
});
