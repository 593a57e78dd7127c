import { images, type ImageName } from "../versions";
import { settingKey } from "./keys";
import type { Finding, Rule } from "./rules";

/** Name with tag, tag and digest of an image's reference. */
function parts(reference: string) {
  const [name, digest] = reference.split("@") as [string, string?];
  // A colon before the last slash belongs to the registry's port.
  return { name, digest, tag: name.slice(name.lastIndexOf("/") + 1).split(":")[1] };
}

/** `[3, 7]` of the tag `v3.7.6-amd64`. */
function release(tag: string | undefined): [number, number] {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tag ?? "") ?? [];
  return [Number(major ?? 0), Number(minor ?? 0)];
}

const names = Object.keys(images) as ImageName[];

const pinnedImages: Rule = ({ images: chosen }) =>
  names.flatMap((name): Finding[] => {
    const reference = chosen[name];
    if (reference === undefined) {
      return [];
    }
    const { tag, digest } = parts(reference);
    const tagged = tag !== undefined && /^\w[\w.-]*$/.test(tag) && tag !== "latest";
    const hasDigest = digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest);
    if (tagged && (hasDigest || (digest === undefined && !chosen.requireDigests))) {
      return [];
    }
    return [
      {
        row: "C66",
        path: ["images", name],
        about: [["images", "requireDigests"]],
        expected:
          chosen.requireDigests || digest !== undefined
            ? "a pinned tag and a sha256 digest"
            : "a pinned tag, not latest",
        remove: true,
        hint: `for the pinned ${parts(images[name]).name}`,
      },
    ];
  });

const lastPromtail: Rule = ({ images: chosen }) => {
  const [major, minor] = release(parts(chosen.promtail ?? "").tag);
  return major < 3 || (major === 3 && minor <= 6)
    ? []
    : [
        {
          row: "C67",
          path: ["images", "promtail"],
          expected: "at most 3.6: there is no such image, Promtail ended with 3.6",
          remove: true,
          hint: `for ${images.promtail}`,
        },
      ];
};

const chunkedUploads: Rule = ({ images: chosen, storage }) => {
  const { tag = "" } = parts(chosen.loki ?? images.loki);
  const [major, minor] = release(tag);
  return storage.kind !== "s3Compatible" || major !== 3 || minor !== 7
    ? []
    : [
        {
          row: "C66",
          path: ["storage", "kind"],
          about: [["images", "loki"]],
          got: `s3Compatible with Loki ${tag}`,
          expected:
            "a store that takes aws-chunked uploads: Loki 3.7 sends them, and some stores refuse them",
          advice: "push a line, flush and query it before you rely on this store",
          severity: "warning",
        },
      ];
};

const onePipeline: Rule = ({ collector }) =>
  collector.postgresqlJobs.flatMap((job, index): Finding[] =>
    collector.fraiseqlJobs.includes(job)
      ? [
          {
            path: ["collector", "postgresqlJobs", index],
            about: [["collector", "fraiseqlJobs"]],
            expected: `a job that is not in ${settingKey(["collector", "fraiseqlJobs"])}: its lines have one form`,
            advice: "remove the job from one of the two lists",
          },
        ]
      : [],
  );

/** What runs, and what reaches it. */
export const supplyRules: readonly Rule[] = [
  pinnedImages,
  lastPromtail,
  chunkedUploads,
  onePipeline,
];
