import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "../../components/kubernetes";
import type { Evaluation } from "../../tools/evaluate";
import type { Areas } from "../settings/badInput";
import { certificates } from "../support/certificateTexts";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { prodSettings } from "../support/settings";
import { evaluateStack } from "../support/stacks";
import { deploy, meta, nameOf, podOf, prod, types } from "./fixtures";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const password = "hunter2-of-the-database";
const postgres = { kind: "postgres", host: "postgres.databases.svc:5432", password };

const deployWith = (database: Areas) => deploy(prodSettings({ grafana: { database } }), prod);

describe("the password", () => {
  const generated = {
    "admin-password": "password-of-grafana-admin-password",
    "loki-read-password": "a password to read with",
    "secret-key": "password-of-grafana-secret-key",
  };

  test("that is given is in Grafana's Secret and nowhere else", async () => {
    const evaluation = await deployWith(postgres);
    const { inputs, secretPaths } = resourceOf(evaluation, types.secret, "grafana-credentials");
    const others = evaluation.resources.filter(({ name }) => name !== "grafana-credentials");
    expect(inputs["stringData"]).toEqual({ ...generated, "database-password": password });
    expect(secretPaths).toEqual(["stringData"]);
    expect(JSON.stringify(others.map((resource) => resource.inputs))).not.toContain(password);
  });

  test("that somebody else keeps is mounted from where it is", async () => {
    const passwordSecret = { name: "acme-database" };
    const evaluation = await deployWith({ ...postgres, password: undefined, passwordSecret });
    const own = inputsOf(evaluation, types.secret, "grafana-credentials");
    const secrets = podOf(evaluation).volumes.find(({ name }) => name === "secrets");
    expect(own["stringData"]).toEqual(generated);
    expect(secrets).toMatchObject({
      projected: {
        sources: [
          { secret: { name: nameOf(evaluation, types.secret, "grafana-credentials") } },
          {
            secret: {
              name: "acme-database",
              items: [{ key: "password", path: "database-password" }],
            },
          },
        ],
      },
    });
  });
});

describe("the pods", () => {
  const mountsOf = (evaluation: Evaluation) =>
    podOf(evaluation).containers[0]["volumeMounts"] as { name: string }[];

  test("have no volume that is kept, and a new one is ready before the old one goes", async () => {
    const evaluation = await deployWith(postgres);
    const { spec } = inputsOf(evaluation, types.deployment, "grafana");
    expect(inventory(evaluation).filter((name) => name.startsWith(types.claim))).toEqual([]);
    expect(spec).toMatchObject({
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    expect(podOf(evaluation).volumes.find(({ name }) => name === "data")).toEqual({
      name: "data",
      emptyDir: { sizeLimit: "1Gi" },
    });
  });

  test("mount the CA that the settings give, roll when it changes, and wait for it", async () => {
    const evaluation = await deployWith({ ...postgres, caCertificate: certificates.authority });
    const files = { "ca.crt": certificates.authority };
    const name = `grafana-database-ca-${contentHash(files)}`;
    const object = inputsOf(evaluation, types.configMap, "grafana-database-ca");
    expect(object).toMatchObject({ metadata: meta(name), data: files });
    expect(podOf(evaluation).volumes).toContainEqual({ name: "database-ca", configMap: { name } });
    expect(mountsOf(evaluation)).toContainEqual({
      name: "database-ca",
      mountPath: "/etc/grafana/database-ca",
      readOnly: true,
    });
    const { dependencies } = resourceOf(evaluation, types.deployment, "grafana");
    expect(dependencies).toContain(`${types.configMap}::grafana-database-ca`);
    expect(mountsOf(await deployWith(postgres)).map((mount) => mount.name)).not.toContain(
      "database-ca",
    );
  });
});

test("a server in place of the volume changes Grafana and its way there, and nothing else", async () => {
  const before = await evaluateStack("prod");
  const passwordSecret = { name: "acme-database" };
  const database = { ...postgres, password: undefined, passwordSecret };
  const after = await evaluateStack("prod", { grafana: { database } });
  const textsOf = ({ resources }: Evaluation) =>
    new Map(
      resources.map(({ name, type, inputs }) => [`${type}::${name}`, JSON.stringify(inputs)]),
    );
  const [old, now] = [textsOf(before), textsOf(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => old.get(name) !== now.get(name),
  );
  expect(changed.sort()).toEqual([
    `${types.deployment}::grafana`,
    `${types.claim}::grafana-data`,
    "kubernetes:networking.k8s.io/v1:NetworkPolicy::grafana-network",
  ]);
  const volumes = (evaluation: Evaluation) =>
    Object.keys(evaluation.outputs["volumeSizes"] as object);
  expect(volumes(before)).toContain("grafana.volumeSize");
  expect(volumes(after)).not.toContain("grafana.volumeSize");
});
