import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import program from "../index";
import type { Evaluation } from "../tools/evaluate";
import { configFiles, manifests } from "../tools/render/manifests";
import { inventory } from "./support/record";
import { evaluateStack, stackConfig, type StackName } from "./support/stacks";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);

const stacks: readonly StackName[] = ["dev", "prod"];
const evaluations = {} as Record<StackName, Evaluation>;

beforeAll(async () => {
  for (const stack of stacks) {
    evaluations[stack] = await evaluateStack(stack);
  }
});

test("the program is a map of at most 30 lines", () => {
  const program = readFileSync(join(__dirname, "..", "index.ts"), "utf8");
  expect(program.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});

const fileNames: Record<StackName, string[]> = {
  dev: [
    "files/fraiseql-errors.json",
    "files/fraiseql-log-volume.json",
    "files/fraiseql-performance.json",
    "files/fraiseql-service.json",
    "files/providers.yaml",
    "files/datasources.yaml",
    "files/loki.yaml",
    "files/overrides.yaml",
    "files/tempo.yaml",
    "files/promtail.yaml",
  ],
  prod: [
    "files/bootstrap.sh",
    "files/keep-token.sh",
    "files/loki-policy.json",
    "files/consul.json",
    "files/join-consul-0.json",
    "files/join-consul-1.json",
    "files/join-consul-2.json",
    "files/fraiseql-errors.json",
    "files/fraiseql-log-volume.json",
    "files/fraiseql-performance.json",
    "files/fraiseql-service.json",
    "files/providers.yaml",
    "files/datasources.yaml",
    "files/loki-alerts.yaml",
    "files/canary-proxy.json",
    "files/loki.yaml",
    "files/caddy.json",
    "files/overrides.yaml",
    "files/promtail.yaml",
  ],
};

describe.each(stacks)("the stack file of %s", (stack) => {
  test("makes these resources", () => {
    expect(inventory(evaluations[stack])).toMatchSnapshot();
  });

  test("gives these outputs, the passwords secret", () => {
    const { outputs, secretOutputs } = evaluations[stack];
    expect({ outputs, secretOutputs }).toMatchSnapshot();
  });

  test("writes these files", () => {
    const files = configFiles(manifests(evaluations[stack].resources));
    expect(files.map(({ path }) => path)).toEqual(fileNames[stack]);
    // The dashboards are compared with what npm run generate writes.
    for (const { path, content } of files.filter((file) => !/fraiseql-[^/]+$/.test(file.path))) {
      expect(content).toMatchSnapshot(path);
    }
  });
});

test("a setting that is refused ends the program before anything is registered", async () => {
  const newResource = jest.fn();
  const call = jest.fn();
  await pulumi.runtime.setMocks({ newResource, call }, "fraiseql-loki", "dev");
  pulumi.runtime.setAllConfig({
    "fraiseql-loki:loki": JSON.stringify({ chunkEncoding: "lz4" }),
    "fraiseql-loki:namespace": "default",
  });
  await expect(program()).rejects.toThrow(
    new pulumi.RunError(
      [
        'config error fraiseql-loki:loki.chunkEncoding: got "lz4"; expected one of zstd, snappy, gzip.',
        "  Fix: pulumi config set --path 'fraiseql-loki:loki.chunkEncoding' zstd",
        `config error [C68] fraiseql-loki:namespace: got "default"; expected a namespace that is not the cluster's own.`,
        "  Fix: pulumi config set fraiseql-loki:namespace loki",
      ].join("\n"),
    ),
  );
  await pulumi.runtime.disconnect();
  expect([newResource.mock.calls, call.mock.calls]).toEqual([[], []]);
});

test("a tenant that is gone is refused before anything is registered", async () => {
  const registered: string[] = [];
  const newResource = ({ type, inputs }: pulumi.runtime.MockResourceArgs) => {
    registered.push(type);
    const outputs = { tenantRegister: { payments: { keptDays: 90 } } };
    return { id: "last", state: { ...(inputs as object), outputs } };
  };
  const mocks = { newResource, call: jest.fn() };
  await pulumi.runtime.setMocks(mocks, "fraiseql-loki", "prod", true, "acme");
  pulumi.runtime.setAllConfig({ ...stackConfig("prod") });
  await expect(program()).rejects.toThrow(
    "fraiseql-loki:tenants: got no tenant payments; expected the tenant payments",
  );
  await pulumi.runtime.disconnect();
  expect(registered).toEqual(["pulumi:pulumi:StackReference"]);
});
