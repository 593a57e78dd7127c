import type { LokiConfig } from "../../../components/loki/lokiConfigTypes";
import { flushLokis } from "../../deployed/flush";
import { deployedLokiConfig } from "../../deployed/lokiConfig";
import { metricOf } from "../../deployed/metrics";
import { cut } from "../cutNetwork";
import type { Fault } from "../fault";
import { NotPossible } from "../nodePods";

/** Lines stay in memory and in the write-ahead logs until the store is back. */
export const objectStoreAway: Fault = {
  id: "F13",
  title: "object store away",
  how: "connections from every Loki to the store's port are reset, by rules in the pods' networks; the rules go again",
  hold: { short: 120, long: 600 },
  settings: ["loki.resources.memoryLimit", "loki.wal.size", "loki.queryIngestersWithin"],
  bounds: { refusedAttempts: "none", outageSeconds: 0, recoverySeconds: 300 },
  needs: {},
  make: async (scene) => {
    const { stack } = scene;
    const port = storePort(await deployedLokiConfig(stack));
    const pods = await stack.lokis();
    const rules = [`-p tcp --dport ${port} -j REJECT --reject-with tcp-reset`];
    const way = await cut(scene, {
      what: "the way to the object store",
      pods: pods.map((pod) => ({ pod, rules })),
    });
    // What is in memory now must go to the store, and cannot.
    await flushLokis(stack);
    return {
      undo: way.undo,
      evidence: async () => {
        const failures = await Promise.all(
          pods.map(({ metadata }) =>
            metricOf(stack, metadata.name, "loki_ingester_chunks_flush_failures_total"),
          ),
        );
        const failed = failures.reduce((sum, value) => sum + value, 0);
        if (failed === 0) {
          throw new Error("no flush failed");
        }
        return `${await way.lost()}, ${failed} flushes failed`;
      },
    };
  },
};

/** The port of the store. Refuses one that Loki uses for something else too. */
function storePort({ storage_config, server }: LokiConfig): number {
  const store = storage_config.object_store;
  if ("filesystem" in store) {
    throw new NotPossible("this stack has no object store: it keeps its chunks on a volume");
  }
  const port = "s3" in store ? s3Port(store.s3) : 443;
  if ([server.http_listen_port, server.grpc_listen_port].includes(port)) {
    throw new NotPossible(`the object store's port ${port} is one of Loki's own`);
  }
  return port;
}

function s3Port({ endpoint, insecure }: { endpoint: string; insecure?: true }): number {
  const [, port] = /:(\d+)$/.exec(endpoint) ?? [];
  return Number(port ?? (insecure === true ? 80 : 443));
}
