import { readdirSync, readFileSync } from "node:fs";
import type { KubernetesObject } from "../../../tools/cluster/kubectl";
import { testBed } from "../../../tools/cluster/testbed";
import { placesOf, secretsOf } from "../support/secrets";
import type { Stage } from "../support/stage";

const kinds = "configmaps,pods,deployments,statefulsets,daemonsets,jobs,replicasets,events";

/** Where a running cluster shows a value that only Secrets may hold, and how many there are of them. */
export async function shownSecrets(stage: Stage) {
  const { namespace, collectorNamespace, ...outputs } = stage.outputs;
  const { kubectl } = stage.cluster;
  const namespaces = [namespace, collectorNamespace];
  const tenants = Object.values(outputs.tenants).flatMap((one) => [
    one.writePassword,
    one.readPassword,
  ]);
  const told = [outputs.writePassword, outputs.readPassword, ...tenants];
  const known = told.filter((value) => value !== undefined && value !== "") as string[];
  const values = [...new Set([...known, ...(await secretsOf(kubectl, namespaces))])];

  const { items } = await kubectl.json<{ items: KubernetesObject[] }>("get", kinds, "-A");
  const objects = items.flatMap((object) =>
    placesOf(object, values, `${object.kind} ${object.metadata.name}`),
  );
  const logs = await Promise.all(
    items
      .filter(
        ({ kind, metadata }) => kind === "Pod" && namespaces.includes(metadata.namespace ?? ""),
      )
      .map(async ({ metadata: { name, namespace: place = "" } }) => {
        const args = ["logs", name, "--namespace", place, "--all-containers", "--tail=-1"];
        const { stdout } = await kubectl.try(args);
        return placesOf(stdout, values, `log of ${name}`);
      }),
  );
  return { known: values.length, shown: [...objects, ...logs.flat(), ...processes(values)] };
}

/** On the test bed pods are processes of this machine, whose arguments and environments can be read. */
function processes(values: readonly string[]): string[] {
  if (!testBed.isLocal) {
    return [];
  }
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) =>
    ["cmdline", "environ"].flatMap((file) => {
      try {
        const text = readFileSync(`/proc/${id}/${file}`, "utf8");
        const [program = ""] = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
        return placesOf(text, values, `${file} of ${program}`);
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
}
