import { dashboardUids } from "../dashboardUids";
import { requestRows } from "./lokiRequests";
import { storageRows } from "./lokiStorage";
import { layout } from "./parts/layout";
import { stackVariables, lokiTenantVariable } from "./parts/metricVariables";
import { lokiVariable } from "./parts/variables";

/** Loki itself, and the gateway before it. */
export const loki = () =>
  layout({
    uid: dashboardUids.loki,
    title: "Loki operations",
    description: "Loki itself and the gateway before it: writes, reads, ring, storage, limits.",
    variables: [...stackVariables("loki_build_info"), lokiTenantVariable(), lokiVariable()],
    rows: [...requestRows, ...storageRows],
  });
