import { logFile } from "./entries";
import type { Pod } from "./node";
import { fraiseqlSamples, postgresqlSamples } from "./samples";

const linesOf = (samples: readonly { readonly line: string }[]) => samples.map(({ line }) => line);

/** An application whose annotation names its job, and a database found by its name. */
export const samplePods: readonly Pod[] = [
  {
    namespace: "shop",
    name: "api-7d9c-x1",
    uid: "11111111-aaaa",
    labels: { app: "api" },
    annotations: { "fraiseql.io/job": "fraiseql-app" },
    files: { server: logFile(linesOf(fraiseqlSamples)) },
  },
  {
    namespace: "shop",
    name: "db-0",
    uid: "22222222-bbbb",
    labels: { "app.kubernetes.io/name": "postgresql" },
    files: { db: logFile(linesOf(postgresqlSamples)) },
  },
];

export const api = { app: "api", container: "server", job: "fraiseql-app" };
export const db = { app: "postgresql", container: "db", job: "postgresql" };

const [uid, hash] = ["55555555-eeee", "0123456789abcdef0123456789abcdef"];

/** Pods of every kind of description, each with one line that says who it is. */
export const describedPods: readonly Pod[] = [
  {
    namespace: "shop",
    name: "named",
    uid: "33333333-cccc",
    labels: { app: "other", "app.kubernetes.io/name": "cart" },
    // The API describes a container once for each of its ports.
    ports: [8080, 9090],
    files: {
      main: logFile(["by its recommended label"]),
      proxy: logFile(["its second container"]),
    },
  },
  {
    namespace: "shop",
    name: "plain",
    uid: "44444444-dddd",
    files: { tool: logFile(["by its container, a label is missing"]) },
  },
  {
    namespace: "kube-system",
    name: "etcd-node-a",
    uid,
    folderId: hash,
    labels: { app: "etcd" },
    annotations: { "kubernetes.io/config.mirror": hash },
    files: { etcd: logFile(["by the hash of a static pod"]) },
  },
  {
    namespace: "shop",
    name: "migrate",
    uid: "66666666-ffff",
    phase: "Failed",
    labels: { app: "migrate" },
    files: { run: logFile(["the last words of a pod that failed"]) },
  },
  {
    namespace: "shop",
    name: "elsewhere",
    uid: "77777777-aaaa",
    node: "node-b",
    labels: { app: "elsewhere" },
    files: { run: logFile(["of another node"]) },
  },
];

/** Two replicas whose long lines the runtime split, each between lines of the other stream. */
export const splitPods: readonly Pod[] = ["a", "b"].map((replica) => ({
  namespace: "shop",
  name: `split-${replica}`,
  uid: `88888888-${replica.repeat(4)}`,
  labels: { app: "split" },
  annotations: { "fraiseql.io/job": "fraiseql-app" },
  files: {
    main: [
      '2025-12-04T10:20:00.000000001Z stdout P {"timestamp":"2025-12-04T10:15:30Z",',
      "2025-12-04T10:20:00.000000002Z stderr P half of ",
      '2025-12-04T10:20:00.000000003Z stdout P "level":"error",',
      `2025-12-04T10:20:00.000000004Z stderr F stderr of ${replica}`,
      `2025-12-04T10:20:00.000000005Z stdout F "message":"${replica}"}`,
      "",
    ].join("\n"),
  },
}));

/** The name of a job that is also a pattern for another. */
export const oddJob = 'odd"\\$1.*|x';

export const oddPods: readonly Pod[] = [oddJob, "x"].map((job, index) => ({
  namespace: "shop",
  name: `odd-${index}`,
  uid: `aaaaaaaa-${index}`,
  labels: { app: "odd" },
  annotations: { "fraiseql.io/job": job },
  files: { main: logFile(['{"level":"error"}']) },
}));
