/** A line, and what of it must not leave the node. */
export interface LeakyLine {
  readonly line: string;
  readonly gone: readonly string[];
}

const raw = String.raw;

/** Lines with something secret or personal. */
export const leakyLines: readonly LeakyLine[] = [
  { line: '{"level":"info","password":"hunter2!","user":"bob"}', gone: ["hunter2!"] },
  { line: raw`{"db_password" : "a\"b c","x":1}`, gone: [raw`a\"b c`] },
  { line: "level=info password=hunter2 user=bob", gone: ["hunter2"] },
  { line: "GET /cb?code=1&access_token=abc.def-123&state=9 HTTP/1.1", gone: ["abc.def-123"] },
  { line: "Authorization: Bearer abcdef0123456789XYZ", gone: ["abcdef0123456789XYZ"] },
  { line: '{"headers":{"Authorization":"Basic dXNlcjpwYXNz"}}', gone: ["dXNlcjpwYXNz"] },
  { line: "sending with bearer eyAAAAAAAAAAAAAAAAAAAA ok", gone: ["eyAAAAAAAAAAAAAAAAAAAA"] },
  {
    line: "jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P end",
    gone: ["dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P", "eyJzdWIiOiIxMjM0NTYifQ"],
  },
  { line: "key AKIAIOSFODNN7EXAMPLE used", gone: ["AKIAIOSFODNN7EXAMPLE"] },
  {
    line: "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    gone: ["wJalrXUtnFEMI"],
  },
  {
    line: 'AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"',
    gone: ["wJalrXUtnFEMI"],
  },
  { line: "push to https://bob:s3cr3t@git.example.com/x.git failed", gone: ["s3cr3t"] },
  { line: "postgres://app:p%40ss@db:5432/x", gone: ["p%40ss"] },
  { line: "redis://:onlypass@cache:6379/0", gone: ["onlypass"] },
  { line: "token ghp_abcdefghijklmnopqrstuvwxyz0123456789 leaked", gone: ["ghp_abcdefghij"] },
  { line: "glpat-abcdefghij0123456789", gone: ["abcdefghij0123456789"] },
  { line: "xoxb-1234567890-1234567890123-AbCdEf", gone: ["xoxb-1234567890"] },
  { line: "stripe sk_test_51H8abcdefghijk ok", gone: ["51H8abcdefghijk"] },
  { line: "AIzaSyA1234567890abcdefghijklmnopqrstuvw", gone: ["SyA1234567890"] },
  { line: "glsa_abcdefghijklmnopqrstuvwxyz012345_1a2b3c4d", gone: ["glsa_abcdef"] },
  { line: "pul-0123456789abcdef0123456789abcdef01234567", gone: ["0123456789abcdef"] },
  {
    line: raw`-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0\n-----END RSA PRIVATE KEY-----`,
    gone: ["MIIEowIBAAKCAQEA0"],
  },
  {
    line: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----",
    gone: ["MIIEvQIBADAN"],
  },
  { line: "Set-Cookie: session=abc123; Path=/", gone: ["abc123"] },
  { line: '{"cookie":"sid=abc123; theme=dark","status":200}', gone: ["abc123"] },
  {
    line: "https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAxx%2F2026&X-Amz-Signature=deadbeef01&X-Amz-Date=1",
    gone: ["deadbeef01", "AKIAxx"],
  },
  {
    line: "user hash $2y$10$54QOufeW27J83RDm0abcdeabcdeabcdeabcdeabcdeabcdeabcdea",
    gone: ["54QOufeW27J83RDm0"],
  },
  { line: "user alice.smith+x@example.co.uk signed in", gone: ["alice.smith"] },
  { line: "card 4111 1111 1111 1111 declined", gone: ["4111 1111 1111"] },
  { line: "card=5500005555555559", gone: ["550000555555"] },
  { line: "amex 378282246310005", gone: ["3782822463"] },
  { line: "iban DE89370400440532013000 ok", gone: ["DE89370400440532013000"] },
  { line: "iban GB82 WEST 1234 5698 7654 32.", gone: ["WEST 1234"] },
  { line: "ssn 078-05-1120", gone: ["078-05"] },
  { line: "phone: +4915112345678", gone: ["+4915112345678"] },
  { line: raw`msg="login" client_secret="abc\"def" next=1`, gone: [raw`abc\"def`] },
  { line: raw`{"msg":"{\"password\":\"nested1\"}","n":2}`, gone: ["nested1"] },
  { line: "password=first password=second", gone: ["first", "second"] },
  { line: '{"log":"x-api-key: abc","X-Api-Key":"zzz999"}', gone: ["zzz999"] },
];

/** Lines that look a little like it and must stay as they are. */
export const harmlessLines: readonly string[] = [
  '{"level":"info","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7"}',
  '{"context":{"user_id":"user_789","tenant_id":"tenant_123"},"fingerprint":"db_connection_timeout"}',
  'level=info msg="token refreshed" duration=12ms',
  "1557935669096040040 pppppppppppppppppp",
  "2026-08-21T10:15:30.123Z connected to 10.0.0.12:5432 in 12ms",
  'GET /loki/api/v1/query?query={job="x"}&limit=100 200',
  "password reset page rendered",
  "order 1234567890123456789 shipped",
  "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "uuid 123e4567-e89b-12d3-a456-426614174000",
  "chunk fake/5f3a1c2b:18f3a:18f3b:9abcdef0 flushed",
  "tokens_per_second 120 and 5 secrets rotated",
  "version v3.7.6 build 20260805-1234",
  "user@host prompt",
  "http://loki:3100/ready",
];
