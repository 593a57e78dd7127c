import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "../../components/kubernetes";
import type { Settings } from "../../components/settings/schema";
import { inputsOf, inventory, resourceOf } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";
import {
  deploy,
  dev,
  meta,
  nameOf,
  podOf,
  prod,
  readPassword,
  types,
  type Sources,
} from "./fixtures";

describe("passwords", () => {
  const given = "a password of one's own";
  const oauth = {
    clientId: "grafana",
    authUrl: "https://sso.example.com/authorize",
    tokenUrl: "https://sso.example.com/token",
    apiUrl: "https://sso.example.com/userinfo",
  };
  const generated = {
    "admin-password": "password-of-grafana-admin-password",
    "secret-key": "password-of-grafana-secret-key",
  };

  test.each([
    ["generated", devSettings(), dev, generated],
    [
      "given",
      devSettings({ grafana: { adminPassword: given } }),
      dev,
      { ...generated, "admin-password": given },
    ],
    [
      "of a client of OAuth",
      devSettings({ grafana: { oauth: { ...oauth, clientSecret: given } } }),
      dev,
      { ...generated, "oauth-client-secret": given },
    ],
    ["of the gateway", prodSettings(), prod, { ...generated, "loki-read-password": readPassword }],
  ])("%s: in the Secret, and secret there", async (_, settings, args, files) => {
    const evaluation = await deploy(settings, args);
    const secret = resourceOf(evaluation, types.secret, "grafana-credentials");
    expect(secret.inputs["stringData"]).toEqual(files);
    expect(secret.inputs["metadata"]).toEqual(meta(`grafana-credentials-${contentHash(files)}`));
    expect(secret.secretPaths).toEqual(["stringData"]);
    expect(evaluation.outputs["adminPassword"]).toEqual({ password: files["admin-password"] });
    expect(evaluation.secretOutputs).toEqual(["adminPassword.password"]);
  });

  test("that are generated have 32 letters and digits", async () => {
    const evaluation = await deploy(devSettings(), dev);
    for (const name of ["grafana-admin-password", "grafana-secret-key"]) {
      expect(inputsOf(evaluation, types.password, name)).toEqual({ length: 32, special: false });
    }
  });

  test("none is generated in place of a given one", async () => {
    const evaluation = await deploy(devSettings({ grafana: { adminPassword: given } }), dev);
    expect(inventory(evaluation)).not.toContain(`${types.password}::grafana-admin-password`);
  });

  test("stand nowhere in clear", async () => {
    const clientSecret = "a client's own secret";
    const settings = prodSettings({
      grafana: { adminPassword: given, oauth: { ...oauth, clientSecret } },
    });
    const { resources } = await deploy(settings, prod);
    const open = resources.filter(({ name }) => name !== "grafana-credentials");
    const text = JSON.stringify(open.map(({ inputs }) => inputs));
    for (const password of [given, clientSecret, readPassword, "password-of-grafana-secret-key"]) {
      expect(text).not.toContain(password);
    }
  });
});

test("passwords that somebody else keeps are mounted beside the stack's own, and none is made", async () => {
  const passwordFrom = { secretName: "acme-users", key: "read-password" };
  const settings = prodSettings({
    grafana: { adminPasswordSecret: { name: "acme-grafana", key: "admin" } },
  });
  const evaluation = await deploy(settings, {
    ...prod,
    loki: {
      ...prod.loki,
      basicAuth: { user: "fraiseql-read", passwordFrom },
      others: [{ tenant: "b", user: "b-read", passwordFrom: { ...passwordFrom, secretName: "b" } }],
    },
  });
  const own = inputsOf(evaluation, types.secret, "grafana-credentials");
  expect(own["stringData"]).toEqual({ "secret-key": "password-of-grafana-secret-key" });
  const from = (name: string, key: string, path: string) => ({
    secret: { name, items: [{ key, path }] },
  });
  expect(podOf(evaluation).volumes.find(({ name }) => name === "secrets")).toEqual({
    name: "secrets",
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: nameOf(evaluation, types.secret, "grafana-credentials") } },
        from("acme-grafana", "admin", "admin-password"),
        from("acme-users", "read-password", "loki-read-password"),
        from("b", "read-password", "loki-b-read-password"),
      ],
    },
  });
  expect(evaluation.outputs["adminPassword"]).toEqual({
    passwordFrom: { secretName: "acme-grafana", key: "admin" },
  });
});

describe("the pod rolls", () => {
  const template = async (settings: Settings, args: Sources) =>
    JSON.stringify(podOf(await deploy(settings, args)));

  test("when a data source changes", async () => {
    const moved = { ...dev, loki: { ...dev.loki, queryTimeout: "10m" } };
    expect(await template(devSettings(), moved)).not.toBe(await template(devSettings(), dev));
  });

  test("when a password changes", async () => {
    const withPassword = (adminPassword: string) =>
      template(devSettings({ grafana: { adminPassword } }), dev);
    expect(await withPassword("sixteen letters!")).not.toBe(await withPassword("sixteen letters?"));
  });

  test("and not when nothing does", async () => {
    expect(await template(devSettings(), dev)).toBe(await template(devSettings(), dev));
  });
});

test("a password that is not known yet leaves only the names made of it unknown", async () => {
  const evaluation = await deploy(devSettings(), dev, true);
  expect(nameOf(evaluation, types.secret, "grafana-credentials")).toBe("<unknown>");
  expect(podOf(evaluation).volumes.find(({ name }) => name === "secrets")).toEqual({
    name: "secrets",
    secret: { secretName: "<unknown>", defaultMode: 0o440 },
  });
  expect(nameOf(evaluation, types.configMap, "grafana-datasources")).toMatch(
    /^grafana-datasources-[0-9a-f]{10}$/,
  );
});

test("a password of the gateway may be an output that is no secret yet", async () => {
  const password = pulumi.output(readPassword);
  const args = { ...prod, loki: { ...prod.loki, basicAuth: { user: "u", password } } };
  const secret = resourceOf(await deploy(devSettings(), args), types.secret, "grafana-credentials");
  expect(secret.secretPaths).toEqual(["stringData"]);
});
