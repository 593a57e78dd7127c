import { readFileSync } from "node:fs";
import { join } from "node:path";
import { image } from "../components/images";
import { images } from "../components/versions";
import { devSettings, prodSettings } from "./support/settings";

const root = join(__dirname, "..");

test("the test bed has a stand-in for each pinned image but those of no registry of packages", () => {
  const standIns = readFileSync(join(root, "testbed", "images.txt"), "utf8")
    .split("\n")
    .filter((line) => /^[^#\s]/.test(line));
  const without = Object.entries(images)
    .filter(([, reference]) => !standIns.some((line) => line.includes(reference)))
    .map(([name]) => name);
  expect(without).toEqual(["grafana", "tempo"]);
});

test.each(Object.entries(images))("the image of %s is pinned to a version", (_, reference) => {
  expect(reference).toMatch(/^[a-z/]+:\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?$/);
});

describe("the reference of an image", () => {
  test("names its registry", () => {
    const { images: settings } = devSettings();
    expect(image(settings, "caddy")).toBe("docker.io/library/caddy:2.10.2");
    expect(image(settings, "consul")).toBe("docker.io/hashicorp/consul:1.22.3");
  });

  test("is taken from the mirror, under the official path", () => {
    const { images: settings } = prodSettings({ images: { mirror: "registry.acme.example/hub" } });
    expect(image(settings, "caddy")).toBe("registry.acme.example/hub/library/caddy:2.10.2");
    expect(image(settings, "loki")).toBe(`registry.acme.example/hub/${images.loki}`);
  });

  test("is the override as it is, mirror or not", () => {
    const grafana = "registry.acme.example:5000/grafana:13.2.0";
    const { images: settings } = devSettings({ images: { mirror: "mirror.example", grafana } });
    expect(image(settings, "grafana")).toBe(grafana);
  });
});
