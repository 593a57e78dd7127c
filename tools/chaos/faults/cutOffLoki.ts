import type { KubernetesObject, Pod } from "../../cluster/kubectl";
import { deployedLokiConfig } from "../../deployed/lokiConfig";
import { cut } from "../cutNetwork";
import type { Fault } from "../fault";
import { freshestFirst } from "../targets";

/** What of a Service its address is taken from. */
export interface Service extends KubernetesObject {
  readonly spec: { readonly clusterIP?: string };
}

/** Clients still reach it, but what it takes it cannot give to a second one. */
export const cutOffLoki: Fault = {
  id: "F49",
  title: "one Loki cut off from the others",
  how: "packets between one Loki and the others' gRPC ports are dropped, by rules in its network; the rules go again",
  hold: { short: 20, long: 120 },
  settings: ["loki.replicationFactor 3", "the client's own repetitions"],
  bounds: { refusedAttempts: "while it lasts", outageSeconds: 15, recoverySeconds: 60 },
  needs: { lokis: 3 },
  make: async (scene) => {
    const { stack } = scene;
    const { server } = await deployedLokiConfig(stack);
    const [alone, ...others] = freshestFirst(await stack.lokis());
    const services = await stack.kubectl.list<Service>("services", stack.outputs.namespace);
    const rules = rulesAgainst(others, services, server.grpc_listen_port);
    const way = await cut(scene, {
      what: `the way from ${alone?.metadata.name ?? ""} to the others`,
      pods: alone === undefined ? [] : [{ pod: alone, rules }],
    });
    return { undo: way.undo, evidence: way.lost };
  },
};

/** Matches packets to the others' port, at each of their addresses, and from them to the own one. */
export function rulesAgainst(
  others: readonly Pick<Pod, "metadata" | "status">[],
  services: readonly Service[],
  port: number,
): string[] {
  return others.flatMap(({ metadata: { name }, status: { podIP = "" } }) => {
    // The ring's address of a replica is that of a Service of its name.
    const service = services.find(({ metadata }) => metadata.name === name)?.spec.clusterIP;
    const addresses = service === undefined ? [podIP] : [podIP, service];
    return [...addresses.map((address) => `-d ${address}`), `-s ${podIP}`].map(
      (way) => `${way} -p tcp --dport ${port} -j DROP`,
    );
  });
}
