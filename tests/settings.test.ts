import * as pulumi from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import { loadSettings } from "../components/settings";
import { settingsSchema, type Settings } from "../components/settings/schema";
import { record } from "./support/record";
import { flat, s3, today, type Areas } from "./settings/badInput";

/** Loads the settings as the program does, and registers a resource if that goes well. */
async function load(stack: string, areas: Areas, secretKeys: readonly string[] = []) {
  let settings: Settings | undefined;
  let failure: unknown;
  const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const evaluation = await record(
    () => {
      try {
        settings = loadSettings(stack, today);
        new ConfigMap("registered", {});
      } catch (error) {
        failure = error;
      }
    },
    { stack, config: flat(areas), secretKeys },
  );
  const warnings = warn.mock.calls.map(([text]) => text);
  warn.mockRestore();
  return { settings, failure, warnings, resources: evaluation.resources };
}

test("a stack called dev needs no settings", async () => {
  const { settings, failure, warnings } = await load("dev", {});

  expect(failure).toBeUndefined();
  expect(settings).toEqual(settingsSchema("dev").parse({}));
  expect(warnings).toEqual([]);
});

test("a stack called prod takes the production defaults", async () => {
  const { settings } = await load("prod", { storage: s3() });

  expect(settings).toEqual(settingsSchema("prod").parse({ storage: s3() }));
});

test("any stack takes the defaults of the environment it states", async () => {
  const { settings } = await load("eu", { environment: "prod", storage: s3() });

  expect(settings).toEqual(settingsSchema("prod").parse({ storage: s3() }));
});

test("a stack called prod may be a development stack", async () => {
  const { settings } = await load("prod", { environment: "dev" });

  expect(settings).toEqual(settingsSchema("dev").parse({}));
});

test("every problem comes at once, as one error without a stack trace, before any resource", async () => {
  const begin = performance.now();
  const { settings, failure, resources } = await load("prod", {
    storage: s3({ kind: "s33", lifecycle: { expireAfterDays: 90 }, regoin: "x" }),
    loki: { replicas: 2, wal: { size: "10 Gi" }, rejectOldSamplesMaxAge: "10" },
    grafana: "on",
  });

  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(settings).toBeUndefined();
  expect(resources).toEqual([]);
  // The host prints the message of a RunError alone.
  expect(pulumi.RunError.isInstance(failure)).toBe(true);
  expect((failure as Error).message).toBe(
    `config error [C46] fraiseql-loki:grafana: got a text; expected an object { deploy, sidecar, url, expose, adminUser, adminPassword, oauth, adminPasswordSecret, replicas, database, volumeSize, storageClass, resources }.
  Fix: pulumi config rm fraiseql-loki:grafana, then pulumi config set --path 'fraiseql-loki:grafana.deploy' <value>
config error [C41] fraiseql-loki:loki.rejectOldSamplesMaxAge: got "10"; expected a Go duration such as 5m or 1h30m.
  Fix: pulumi config set --path 'fraiseql-loki:loki.rejectOldSamplesMaxAge' 168h
config error [C01] fraiseql-loki:loki.replicas: got 2; expected a whole number >= fraiseql-loki:loki.replicationFactor (3).
  Fix: pulumi config set --path 'fraiseql-loki:loki.replicas' 3 (or lower fraiseql-loki:loki.replicationFactor; with 1 an acknowledged line has one copy)
config error [C31] fraiseql-loki:loki.wal.size: got "10 Gi"; expected a Kubernetes quantity such as 10Gi (binary unit, no space).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 10Gi
config error [C18] fraiseql-loki:storage.kind: got "s33"; expected one of filesystem, s3, gcs, s3Compatible; did you mean s3?
  Fix: pulumi config set --path 'fraiseql-loki:storage.kind' s3
config error [C12] fraiseql-loki:storage.lifecycle.expireAfterDays: got 90; expected more than the longest retention + delete delay (90 d + 2 h), at least 97.
  Fix: pulumi config set --path 'fraiseql-loki:storage.lifecycle.expireAfterDays' 97 (or leave it unset)
config error [C45] fraiseql-loki:storage.regoin: got an unknown key; did you mean fraiseql-loki:storage.region?
  Fix: pulumi config set --path 'fraiseql-loki:storage.region' <value>, then pulumi config rm --path 'fraiseql-loki:storage.regoin'`,
  );
});

test("settings without a problem let resources be registered", async () => {
  const { resources } = await load("dev", {});

  expect(resources.map(({ name }) => name)).toEqual(["registered"]);
});

test("schema periods are judged on the day of the run", async () => {
  const schema = [{ from: new Date().toISOString().slice(0, 10) }];
  const run = record(() => loadSettings("dev").loki, {
    config: flat({ loki: { schema } }),
  });

  await expect(run).resolves.toMatchObject({ outputs: { replicas: 1 } });
});

test("warnings are logged and the settings are taken", async () => {
  const { settings, warnings } = await load("dev", { storage: s3({ forceDestroy: true }) });

  expect(settings?.storage).toEqual({
    ...s3(),
    protect: false,
    forceDestroy: true,
    lifecycle: { noncurrentDays: 7, abortMultipartAfterDays: 7, transitions: [] },
  });
  expect(warnings).toEqual([
    `config warning [C69] fraiseql-loki:storage.forceDestroy: got true; expected false in prod: deleting the stack would delete every object.
  Fix: pulumi config set --path 'fraiseql-loki:storage.forceDestroy' false`,
  ]);
});

test("a key that is encrypted in the stack file is not shown", async () => {
  const areas = { grafana: { adminUser: "hunter2:", adminPassword: "hunter2-hunter2-x" } };
  const { failure } = await load("dev", areas, ["fraiseql-loki:grafana"]);

  expect((failure as Error).message).toBe(
    `config error fraiseql-loki:grafana.adminUser: got [secret]; expected 1 to 190 of A-Za-z0-9 _ . @ -.
  Fix: pulumi config set --path 'fraiseql-loki:grafana.adminUser' admin`,
  );
});

test("a secret setting becomes a secret output", async () => {
  const areas = { grafana: { adminPassword: "hunter2-hunter2-x" } };
  const { settings } = await load("dev", areas, ["fraiseql-loki:grafana"]);
  const password = settings?.grafana.adminPassword;

  expect(pulumi.Output.isInstance(password)).toBe(true);
  await expect(password && pulumi.isSecret(password)).resolves.toBe(true);
});
