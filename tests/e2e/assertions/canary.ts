import type { KubernetesObject } from "../../../tools/cluster/kubectl";
import { poll } from "../../../tools/cluster/poll";
import { waitPodsReady } from "../../../tools/cluster/waitReady";
import { canaryCounts, hasHeardAll } from "../../conformance/metrics/canaryCounts";
import { series } from "../../conformance/metrics/exposition";
import type { Stage } from "../support/stage";

/** Lines that must have come back by the tail. */
const enough = 30;

/**
 * What each canary of a stack counts, once it has heard every line that it has written. They begin anew:
 * tests before this one take away lines that no Loki had stored yet.
 */
export async function canariesCount(stage: Stage) {
  const { kubectl } = stage.cluster;
  const { namespace } = stage.outputs;
  const selector = "app.kubernetes.io/name=loki-canary";
  await kubectl.delete(["pods", "--namespace", namespace, "--selector", selector]);
  await waitPodsReady(kubectl, { namespace, selector, count: 1 });
  const { items } = await kubectl.json<{ items: KubernetesObject[] }>(
    ...["get", "pods", "--namespace", namespace, "--selector", selector],
  );
  const counts = items.map(({ metadata: { name } }) =>
    poll(
      async () => {
        const path = `/api/v1/namespaces/${namespace}/pods/${name}:3500/proxy/metrics`;
        const { stdout } = await kubectl.try(["get", "--raw", path]);
        const found = series(stdout);
        const { unexpected, duplicate } = canaryCounts(found);
        return hasHeardAll(found, enough) ? { unexpected, duplicate } : undefined;
      },
      { what: `${name} hears all of its lines, ${enough} and more`, timeoutMs: 180_000 },
    ),
  );
  return await Promise.all(counts);
}
