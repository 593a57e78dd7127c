import { z } from "zod";
import { objectName } from "./fields";
import { volumeNames } from "./volumeSizes";

/** What the program, which looks nothing up, is told of the cluster. */
export function clusterSchema() {
  return z
    .strictObject({
      storageClasses: z
        .array(
          z.strictObject({
            name: objectName("gp3").describe("Its name."),
            default: z.boolean().default(false).describe("Whether it is the cluster's default."),
            reclaimPolicy: z
              .enum(["Retain", "Delete"])
              .default("Delete")
              .describe("What happens to a volume whose claim is deleted."),
          }),
        )
        .optional()
        .describe("Classes of volumes there are: `kubectl get storageclasses`. Unset: not judged."),
      certManager: z
        .boolean()
        .optional()
        .describe("Whether cert-manager is installed. Unset: not judged."),
      expandedVolumes: z
        .array(z.enum(volumeNames))
        .default([])
        .describe(
          "Volumes whose claims have been expanded to their new size: docs/configuration.md, Volumes.",
        ),
    })
    .prefault({})
    .describe("What the program, which looks nothing up, is told of the cluster.");
}
