import type { RetentionReport } from "../../tools/retentionAudit/audit";
import { runAudit } from "../../tools/retentionAudit/run";
import { FakeS3 } from "./fakeS3";
import { chunk, indexFile, lokisOwn, now, sorted, stackFile } from "./fixtures";

export const bucket = "acme-loki-chunks";

/** XML of a rule that expires a prefix. */
export const rule = (prefix: string, days: number, id = "chunks") =>
  `<Rule><ID>${id}</ID><Status>Enabled</Status><Filter><Prefix>${prefix}</Prefix></Filter><Expiration><Days>${days}</Days></Expiration></Rule>`;
export const lifecycle = (...rules: string[]) =>
  `<LifecycleConfiguration>${rules.join("")}</LifecycleConfiguration>`;
const versioned = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

/** Objects of a bucket that is as declared. */
export const kept = sorted(
  chunk("acme", 1),
  chunk("acme", 89, "aa"),
  indexFile(1, "acme"),
  indexFile(90, "acme"),
  ...lokisOwn,
);

const s3 = {
  kind: "s3",
  region: "eu-west-1",
  chunksBucket: bucket,
  rulerBucket: "acme-loki-ruler",
  identity: { kind: "podIdentity", clusterName: "acme" },
};

/** A fake store for the tests of one file, and the command on a stack of it with tenant acme. */
export function s3Audit() {
  const server = new FakeS3({
    bucket,
    objects: kept,
    versions: [],
    pageSize: 2,
    lifecycle: lifecycle(rule("acme/", 120)),
    versioning: versioned,
    error: undefined,
    body: undefined,
  });
  const file = stackFile();
  const environment = { ...process.env };
  let endpoint = "";

  beforeAll(async () => {
    endpoint = await server.start();
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: "AKIATHISISSECRET",
      AWS_SECRET_ACCESS_KEY: "thisissecrettoo",
      // Not this, but what the report says is asked.
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    });
  });
  afterEach(() => {
    server.reset();
  });
  afterAll(async () => {
    process.env = environment;
    file.remove();
    await server.stop();
  });

  async function audit(storage: object, ...args: string[]) {
    file.write({
      "fraiseql-loki:environment": "prod",
      "fraiseql-loki:tenants": [{ id: "acme", readPassword: { secure: "v1:c" } }],
      "fraiseql-loki:storage": storage,
    });
    const all = ["--stack", "try", "--config-file", file.path, ...args];
    const { output, exitCode } = await runAudit([...all, "--json"], now);
    return { exitCode, output, report: JSON.parse(output) as RetentionReport };
  }

  return {
    server,
    endpoint: () => endpoint,
    /** On a stack that makes its buckets. */
    onAws: (...args: string[]) => audit(s3, "--endpoint", endpoint, ...args),
    /** On a stack whose buckets are somebody else's. */
    onCompatible: (...args: string[]) => {
      const credentials = { accessKeyId: { secure: "v1:a" }, secretAccessKey: { secure: "v1:b" } };
      const { chunksBucket, rulerBucket } = s3;
      const kind = "s3Compatible";
      return audit({ kind, endpoint, chunksBucket, rulerBucket, credentials }, ...args);
    },
  };
}
