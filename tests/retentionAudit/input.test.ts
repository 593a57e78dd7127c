import { relative } from "node:path";
import { Refusal } from "../../tools/refusal";
import { declaredRetention, overdueBefore } from "../../tools/retentionAudit/declared";
import { auditOptions } from "../../tools/retentionAudit/options";
import { openStore } from "../../tools/retentionAudit/openStore";
import { auditReader } from "../../tools/retentionAudit/run";
import { stackSettings } from "../../tools/stackSettings";
import { devSettings, prodSettings, s3 } from "../support/settings";
import { now, stackFile } from "./fixtures";

const usage =
  "npm run retention-audit -- --stack NAME [--config-file FILE] [--bucket NAME] [--endpoint URL] [--tenant ID] [--json]";

describe("the options", () => {
  test("are these", () => {
    expect(auditOptions(["--stack", "dev"])).toEqual({ stack: "dev", json: false });
    const all = ["--stack=a", "--config-file=f", "--bucket=b", "--tenant=t", "--json"];
    expect(auditOptions([...all, "--endpoint=http://h:1"])).toEqual({
      stack: "a",
      configFile: "f",
      bucket: "b",
      tenant: "t",
      endpoint: "http://h:1",
      json: true,
    });
  });

  test.each([
    ["no stack", [], `--stack is missing: ${usage}`],
    [
      "a path for a stack",
      ["--stack", "../a"],
      '"../a" is no stack name: expected letters, digits, -, _ and .',
    ],
    [
      "no address",
      ["--stack", "a", "--endpoint", "host:9000"],
      '--endpoint is "host:9000": expected http(s)://host:port',
    ],
    [
      "an address with a password, which is not shown",
      ["--stack", "a", "--endpoint", "https://me:secret@host"],
      '--endpoint is "https://[secret]@host": expected http(s)://host:port without credentials: put them in a secret',
    ],
    [
      "no tenant",
      ["--stack", "a", "--tenant", "a/b"],
      '--tenant is "a/b": expected 1 to 150 of A-Za-z0-9!_.*\'()- and not . or ..',
    ],
    [
      "what is Loki's own",
      ["--stack", "a", "--tenant", "index"],
      '--tenant is "index": expected a tenant not called index: Loki keeps its own objects there',
    ],
    ["an unknown option", ["--stak", "a"], `Unknown option '--stak': ${usage}`],
  ])("refuse %s", (_, args, message) => {
    expect(() => auditOptions(args)).toThrow(new Refusal(message));
  });
});

describe("the bucket", () => {
  const gcs = {
    kind: "gcs",
    project: "acme-prod",
    projectNumber: "123456789012",
    location: "EU",
    chunksBucket: "acme-loki-chunks",
    rulerBucket: "acme-loki-ruler",
  };
  const compatible = {
    kind: "s3Compatible",
    endpoint: "https://objects.example.com",
    chunksBucket: "acme-loki-chunks",
    rulerBucket: "acme-loki-ruler",
    credentials: { existingSecret: "keys" },
  };

  test.each([
    ["s3", s3, {}, "https://s3.eu-west-1.amazonaws.com"],
    ["s3", { ...s3, region: "cn-north-1" }, {}, "https://s3.cn-north-1.amazonaws.com.cn"],
    ["s3Compatible", compatible, {}, "https://objects.example.com"],
    ["gcs", gcs, {}, "https://storage.googleapis.com"],
    ["gcs", gcs, { endpoint: "http://localhost:4443" }, "http://localhost:4443"],
  ])("of %s is where the settings or --endpoint say", (provider, storage, other, endpoint) => {
    const store = openStore(prodSettings({ storage }), { stack: "a", ...other });
    expect([store.provider, store.bucket, store.endpoint]).toEqual([
      provider,
      "acme-loki-chunks",
      endpoint,
    ]);
  });

  test("may be another one, of a name that the store allows", () => {
    const open = (bucket: string) => openStore(prodSettings(), { stack: "a", bucket }).bucket;
    expect(open("acme-old-chunks")).toBe("acme-old-chunks");
    expect(() => open("A b")).toThrow(
      new Refusal(
        '--bucket is "A b": expected 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit',
      ),
    );
  });

  test("is none where chunks are on a volume", () => {
    expect(() => openStore(devSettings(), { stack: "dev" })).toThrow(
      new Refusal(
        "stack dev has no bucket to audit, its storage is filesystem: name a stack whose storage is s3, gcs or s3Compatible",
      ),
    );
  });
});

describe("the settings of a stack file", () => {
  const file = stackFile();
  afterAll(() => {
    file.remove();
  });
  const key = (area: string) => `fraiseql-loki:${area}`;
  const secure = { secure: "v1:abc" };
  const read = (config: object) => {
    file.write({ [key("environment")]: "prod", [key("storage")]: s3, ...config });
    return stackSettings("try", file.path, now, auditReader);
  };

  test("are read although passwords and keys are encrypted", () => {
    const { tenants, grafana, storage } = read({
      [key("tenants")]: [{ id: "acme", readPassword: secure, writePassword: secure }],
      [key("grafana")]: { adminPassword: secure, adminUser: "root" },
      [key("storage")]: {
        kind: "s3Compatible",
        endpoint: "https://objects.example.com",
        chunksBucket: "acme-loki-chunks",
        rulerBucket: "acme-loki-ruler",
        credentials: { accessKeyId: secure, secretAccessKey: secure },
      },
    });
    expect([tenants[0]?.id, grafana.adminUser, storage.kind]).toEqual([
      "acme",
      "root",
      "s3Compatible",
    ]);
  });

  test("are read although an area that does not matter is encrypted as a whole", () => {
    const { loki } = read({ [key("grafana")]: secure, [key("loki")]: { retentionPeriod: "720h" } });
    expect(loki.retentionPeriod).toBe("720h");
  });

  test.each([
    ["storage", { [key("storage")]: secure }],
    ["loki.retentionPeriod", { [key("loki")]: { retentionPeriod: secure } }],
    ["tenants", { [key("tenants")]: secure }],
  ])("must have %s in clear", (place, config) => {
    const path = relative(process.cwd(), file.path);
    expect(() => read(config)).toThrow(
      new Refusal(
        `${path} encrypts fraiseql-loki:${place}, which the audit must read: encrypt only passwords and keys, or name a file that has it in clear with --config-file`,
      ),
    );
  });

  test("must be what the program accepts", () => {
    expect(() => read({ [key("loki")]: { retentionPeriod: "30h" } })).toThrow(
      new Refusal(
        'config error [C09] fraiseql-loki:loki.retentionPeriod: got "30h"; expected a multiple of 24h: an object store\'s lifecycle counts whole days.\n' +
          "  Fix: pulumi config set --path 'fraiseql-loki:loki.retentionPeriod' 24h (or 48h)",
      ),
    );
  });
});

describe("what is declared", () => {
  test("is overdue after the longest retention, the delete delay and a day", () => {
    const before = (loki: object) => overdueBefore(declaredRetention(prodSettings({ loki })), now);
    const streams = [{ selector: '{app="a"}', period: "8760h" }];
    expect(before({})).toEqual(new Date("2026-08-24T08:00:00Z"));
    expect(before({ streamRetention: streams })).toEqual(new Date("2025-11-22T08:00:00Z"));
    expect(before({ retentionForever: true })).toBeUndefined();
  });

  test("is overdue for each tenant by its own retention", () => {
    const tenants = [{ id: "a", retentionPeriod: "720h" }, { id: "b" }];
    const declared = declaredRetention(prodSettings({ tenants }));
    expect(["a", "b", "gone", undefined].map((id) => overdueBefore(declared, now, id))).toEqual([
      new Date("2026-10-23T08:00:00Z"),
      new Date("2026-08-24T08:00:00Z"),
      new Date("2026-08-24T08:00:00Z"),
      new Date("2026-08-24T08:00:00Z"),
    ]);
  });

  test("is an expiry only where the stack makes the bucket", () => {
    const expiry = (settings: Parameters<typeof declaredRetention>[0]) => {
      const { lifecycleByStack, tenants } = declaredRetention(settings);
      return [lifecycleByStack, ...tenants.map(({ id, expireAfterDays: days }) => [id, days])];
    };
    expect(expiry(prodSettings())).toEqual([true, ["fraiseql", 120]]);
    expect(expiry(devSettings())).toEqual([false, ["fake", undefined]]);
    expect(expiry(prodSettings({ loki: { retentionForever: true } }))).toEqual([
      true,
      ["fraiseql", undefined],
    ]);
    const tenants = [{ id: "a", retentionPeriod: "720h" }, { id: "b" }];
    expect(expiry(prodSettings({ tenants }))).toEqual([true, ["a", 60], ["b", 120]]);
  });
});
