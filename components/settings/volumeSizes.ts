import { z } from "zod";
import { removeCommand, setCommand, settingKey } from "./keys";
import type { Problem } from "./problems";
import { quantityBytes } from "./quantities";
import type { Settings } from "./schema";

/** Settings that are the size of a volume which pods have. */
export const volumeNames = [
  "loki.wal.size",
  "loki.data.size",
  "ring.volumeSize",
  "grafana.volumeSize",
  "tracing.volumeSize",
] as const;

type VolumeName = (typeof volumeNames)[number];

const schema = z.partialRecord(z.enum(volumeNames), z.string());

/** The size of each volume there is, as the next deployment needs to know it. */
export type VolumeSizes = Readonly<z.output<typeof schema>>;

/** Reads the sizes among the outputs of the last deployment; none where there was no deployment. */
export const readVolumeSizes = (output: unknown): VolumeSizes =>
  output === undefined || output === null ? {} : schema.parse(output);

/** What a stack tells its next deployment of its volumes. */
export function volumeSizes({ loki, ring, grafana, tracing }: Settings): VolumeSizes {
  return {
    "loki.wal.size": loki.wal.size,
    "loki.data.size": loki.data.size,
    ...(ring.kind === "consul" ? { "ring.volumeSize": ring.volumeSize } : {}),
    ...(grafana.deploy && grafana.volumeSize !== "none"
      ? { "grafana.volumeSize": grafana.volumeSize }
      : {}),
    ...(tracing.deploy ? { "tracing.volumeSize": tracing.volumeSize } : {}),
  };
}

/** Grafana's is a claim of its own, which grows in place; the others are a StatefulSet's. */
const growsInPlace: readonly VolumeName[] = ["grafana.volumeSize"];

/**
 * Volumes of another size than the last deployment's. None can shrink; and for a larger one the engine
 * would replace the StatefulSet, which stops every pod and leaves the claims as they are.
 */
export function resizedVolumes(settings: Settings, before: VolumeSizes): Problem[] {
  const now = volumeSizes(settings);
  const { expandedVolumes } = settings.cluster;
  return volumeNames.flatMap((name): Problem[] => {
    const [size, last] = [now[name], before[name]];
    if (size === undefined || last === undefined || size === last) {
      return [];
    }
    const key = settingKey(name.split("."));
    const problem = { key, got: `"${size}"` };
    if (quantityBytes(size) < quantityBytes(last)) {
      return [
        {
          ...problem,
          row: "C33",
          expected: `expected at least "${last}", the running size: volumes cannot shrink`,
          fix: setCommand(key, last),
        },
      ];
    }
    const confirm = settingKey(["cluster", "expandedVolumes", expandedVolumes.length]);
    return growsInPlace.includes(name) || expandedVolumes.includes(name)
      ? []
      : [
          {
            ...problem,
            row: "C34",
            expected: `expected "${last}", the running size, until the claims are larger: the engine would replace the StatefulSet and leave them as they are`,
            fix: `expand them as docs/configuration.md says under Volumes, then ${setCommand(confirm, name)}; or ${removeCommand(key)}`,
          },
        ];
  });
}
