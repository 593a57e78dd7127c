import { execFile } from "node:child_process";
import { join } from "node:path";
import { FakeS3 } from "./fakeS3";
import { indexFile, sorted, stackFile, type chunk } from "./fixtures";

const root = join(__dirname, "..", "..");
const bucket = "acme-loki-chunks";
const hex = (days: number) => (Date.now() - days * 86_400_000).toString(16);
const old: ReturnType<typeof chunk> = {
  key: `acme/3f1c/${hex(100)}:${hex(99)}:9f2d61aa`,
  bytes: 1_500,
  modified: new Date(),
};

const server = new FakeS3({
  bucket,
  objects: sorted(old, { ...indexFile(0, "acme"), modified: new Date() }),
  versions: [],
  pageSize: 100,
  lifecycle: { code: "NotImplemented", status: 501 },
  versioning: { code: "NotImplemented", status: 501 },
  error: undefined,
  body: undefined,
});
const file = stackFile();

beforeAll(async () => {
  const endpoint = await server.start();
  file.write({
    "fraiseql-loki:environment": "prod",
    "fraiseql-loki:tenants": [{ id: "acme" }],
    "fraiseql-loki:storage": {
      kind: "s3Compatible",
      endpoint,
      chunksBucket: bucket,
      rulerBucket: "acme-loki-ruler",
      credentials: { existingSecret: "keys" },
    },
  });
});
afterAll(async () => {
  file.remove();
  await server.stop();
});

/** Runs the command as a user would. */
function audit(...args: string[]) {
  const command = ["--require", "./tools/register.js", "tools/retentionAudit.ts"];
  const all = [...command, "--stack", "try", "--config-file", file.path, ...args];
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, all, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

test("an offending bucket ends with 2 and the report, and nothing else is said", async () => {
  const { code, stdout, stderr } = await audit();
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toContain("\nOffending: 1\n  acme/: 1 of 1 objects hold data that ended before ");
});

test("a store that does not answer ends with 1 and one sentence", async () => {
  expect(await audit("--endpoint", "http://127.0.0.1:1")).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "http://127.0.0.1:1 does not answer (ECONNREFUSED): check the address and the way there, or name another one with --endpoint\n",
  });
});
