import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Areas } from "../settings/badInput";
import { certificates } from "../support/certificateTexts";
import { devSettings } from "../support/settings";
import { everyWayIn } from "../support/variantParts";
import { deploy, dev, podOf } from "./fixtures";
import { grafanaKeys, variableOf } from "./grafanaKeys";

const database = {
  host: "db.example.com:5432",
  password: "hunter2",
  caCertificate: certificates.authority,
};

interface Container {
  readonly env: readonly { readonly name: string }[];
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

async function containerOf(grafana: Areas): Promise<Container> {
  const evaluation = await deploy(devSettings({ grafana }), dev);
  return podOf(evaluation).containers[0] as unknown as Container;
}

test("every variable that is set stands for a key that Grafana knows, and no known one is unused", async () => {
  const shapes = [
    { ...everyWayIn.grafana, replicas: 2, database: { ...database, kind: "postgres" } },
    { database: { ...database, kind: "mysql" } },
  ];
  const containers = await Promise.all(shapes.map(containerOf));
  const names = containers.flatMap(({ env }) => env.map(({ name }) => name));
  const set = names
    .filter((name) => name.startsWith("GF_"))
    .map((name) => name.replace("__FILE", ""));
  const known = Object.entries(grafanaKeys).flatMap(([section, keys]) =>
    keys.map((key) => variableOf(section, key)),
  );
  expect([...new Set(set)].sort()).toEqual(known.sort());
});

test("plugins of an own image are where its page says, which no volume hides and no variable moves", async () => {
  const page = readFileSync(join(__dirname, "../../docs/dashboards.md"), "utf8");
  const [, folder = ""] = /^ENV GF_PATHS_PLUGINS=(\S+)$/m.exec(page) ?? [];
  const { env, volumeMounts } = await containerOf({});
  const hiding = volumeMounts.filter(({ mountPath }) => `${folder}/`.startsWith(`${mountPath}/`));

  expect(page).toContain(`COPY plugins/ ${folder}/`);
  expect(hiding).toEqual([]);
  expect(env.map(({ name }) => name)).not.toContain("GF_PATHS_PLUGINS");
  // The image's own folder of plugins is hidden, so that it may not be the one.
  expect(volumeMounts.map(({ mountPath }) => mountPath)).toContain("/var/lib/grafana");
});
