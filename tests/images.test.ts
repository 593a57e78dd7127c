import { image } from "../components/images";
import type { ImageSettings } from "../components/settings/schema";
import { images, type ImageName } from "../components/versions";

const none: ImageSettings = { requireDigests: false };
const digest = "sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952";

test.each<[ImageName, string]>([
  ["loki", `docker.io/grafana/loki:3.7.6@${digest}`],
  ["promtail", "docker.io/grafana/promtail:3.6.11"],
  ["consul", "docker.io/hashicorp/consul:1.22.3"],
  ["grafana", "docker.io/grafana/grafana:13.2.0"],
  ["tempo", "docker.io/grafana/tempo:2.10.8"],
  ["caddy", "docker.io/library/caddy:2.11.4"],
])("%s is the pinned image, with its registry", (name, reference) => {
  expect(image(none, name)).toBe(reference);
});

test("every pinned image has a tag", () => {
  const untagged = Object.values(images).filter((reference) => !/:\d+\.\d+\.\d+/.test(reference));
  expect(untagged).toEqual([]);
});

test("a mirror has the official images under their own paths", () => {
  const settings = { ...none, mirror: "registry.acme.com:5000/mirror" };
  expect([image(settings, "loki"), image(settings, "caddy")]).toEqual([
    `registry.acme.com:5000/mirror/grafana/loki:3.7.6@${digest}`,
    "registry.acme.com:5000/mirror/library/caddy:2.11.4",
  ]);
});

test("an override is taken as it is, mirror or not", () => {
  const settings = { ...none, mirror: "registry.acme.com", caddy: "acme/caddy:1" };
  expect(image(settings, "caddy")).toBe("acme/caddy:1");
});
