import { deployManifests } from "./cluster/deployManifests";
import { Kubectl } from "./cluster/kubectl";
import { command } from "./refusal";
import { renderStack, type Rendering } from "./render/renderStack";
import { firstLine, type LineCommands } from "./start/firstLine";
import { step } from "./start/progress";
import { startCluster, type ThrowAwayCluster } from "./start/throwAwayCluster";

/** Workloads whose programs no registry of packages has, so the test bed has no image of them. */
const withoutStandIn = ["grafana", "tempo"];

void command(async () => {
  const cluster = await startCluster();
  const kubectl = new Kubectl(cluster.env);
  const rendering = await step("render the dev stack", () => renderStack({ stack: "dev" }));
  const skip = cluster.pullsImages
    ? () => false
    : ({ kind, metadata }: { kind: string; metadata: { name: string } }) =>
        ["Deployment", "StatefulSet"].includes(kind) && withoutStandIn.includes(metadata.name);
  await step("deploy it, until every pod is ready", () =>
    deployManifests(kubectl, rendering, { skip }),
  );
  await step("a log line in, and out again by a query", () =>
    firstLine(rendering.outputs as unknown as LineCommands, cluster.env),
  );
  process.stdout.write(summary(cluster, rendering));
});

function summary({ env, pullsImages }: ThrowAwayCluster, { outputs }: Rendering): string {
  const text = (name: string) => String(outputs[name]);
  const grafana = pullsImages
    ? `  ${text("grafanaCommand")}
  then http://localhost:3000, user ${text("grafanaUser")}, password ${text("grafanaPassword")}`
    : `  not here: no package registry has Grafana's or Tempo's server, so the test bed runs the rest.
  On a cluster with an image registry: ${text("grafanaCommand")}
  then http://localhost:3000, user ${text("grafanaUser")}, password ${text("grafanaPassword")}`;
  return `
Loki is running in the namespace ${text("namespace")}.

Inside the cluster
  push   ${text("pushUrl")}
  query  ${text("queryUrl")}
From this machine
  export KUBECONFIG=${env["KUBECONFIG"] ?? ""} PATH=${pullsImages ? "$PATH" : toolPath(env)}
  ${text("portForwardCommand")} &
  ${text("pushCommand")}
  ${text("queryCommand")}
Grafana
${grafana}
Stop, and leave nothing behind
  npm run stop
`;
}

/** The folder with the test bed's kubectl, before the user's own path. */
const toolPath = (env: NodeJS.ProcessEnv) => `${env["PATH"]?.split(":")[0] ?? ""}:$PATH`;
