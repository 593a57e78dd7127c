import { lokiPaths } from "../../../components/loki/lokiConfig";
import { metricOf } from "../../deployed/metrics";
import type { Fault } from "../fault";
import { fillVolume } from "../fillVolume";
import { commandLines } from "../nodeScript";
import { freshestFirst, processOf, tasksFor } from "../targets";

const percent = 93;
const threshold = 0.9;

/** One Loki takes no more lines to its log and so refuses them: the other two are enough. */
export const fillWal: Fault = {
  id: "F09",
  title: "one write-ahead log's volume full",
  how: `a file on the volume of one Loki's log, up to ${percent} % of it; removed again`,
  hold: { short: 25, long: 120 },
  settings: ["wal.disk_full_threshold 0.9", "a file system of its own for each log"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 30 },
  needs: { lokis: 3 },
  make: async ({ stack, nodes, holdSeconds }) => {
    const pods = freshestFirst(await stack.lokis()).slice(0, 1);
    const name = pods[0]?.metadata.name ?? "";
    const tasks = pods.flatMap((pod) =>
      tasksFor([pod], () => fillVolume(processOf(pod, commandLines.loki), lokiPaths.wal, percent)),
    );
    const { undo } = await nodes.run(`the full volume of ${name}`, tasks, holdSeconds);
    const usage = () => metricOf(stack, name, "loki_ingester_wal_disk_usage_percent");
    return {
      undo,
      evidence: async () => {
        const used = await usage();
        if (used < threshold) {
          throw new Error(`${name} sees only ${Math.round(100 * used)} % of its volume used`);
        }
        return `${name} sees ${Math.round(100 * used)} % used`;
      },
      mended: async () => (await usage()) < threshold,
    };
  },
};
