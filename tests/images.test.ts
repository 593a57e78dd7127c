import { image } from "../components/images";
import type { ImageSettings } from "../components/settings/schema";
import { images, type ImageName } from "../components/versions";

const none: ImageSettings = { requireDigests: false };
const digest = "sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952";
const caddyDigest = "sha256:df7f1c2fb114453b951de51a98efc010db1655a92c2e86be6706714e2417a78d";

test.each<[ImageName, string]>([
  ["loki", `docker.io/grafana/loki:3.7.6@${digest}`],
  ["promtail", "docker.io/grafana/promtail:3.6.11"],
  ["consul", "docker.io/hashicorp/consul:1.22.3"],
  [
    "grafana",
    "docker.io/grafana/grafana:13.2.0@sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b",
  ],
  [
    "tempo",
    "docker.io/grafana/tempo:2.10.8@sha256:f0561deb1c68ec44d6e6e7e4487f30106c4e5e768642077695b37958b105812a",
  ],
  ["caddy", `docker.io/library/caddy:2.11.4@${caddyDigest}`],
])("%s is the pinned image, with its registry", (name, reference) => {
  expect(image(none, name)).toBe(reference);
});

test("every pinned image has a tag", () => {
  const untagged = Object.values(images).filter((reference) => !/:v?\d+\.\d+\.\d+/.test(reference));
  expect(untagged).toEqual([]);
});

test("a mirror has the official images under their own paths", () => {
  const settings = { ...none, mirror: "registry.acme.com:5000/mirror" };
  expect([image(settings, "loki"), image(settings, "caddy")]).toEqual([
    `registry.acme.com:5000/mirror/grafana/loki:3.7.6@${digest}`,
    `registry.acme.com:5000/mirror/library/caddy:2.11.4@${caddyDigest}`,
  ]);
});

test("an override is taken as it is, mirror or not", () => {
  const settings = { ...none, mirror: "registry.acme.com", caddy: "acme/caddy:1" };
  expect(image(settings, "caddy")).toBe("acme/caddy:1");
});
