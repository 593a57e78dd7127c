import { deployedLokiConfig } from "../../deployed/lokiConfig";
import { cut } from "../cutNetwork";
import type { Fault } from "../fault";
import { freshestFirst } from "../targets";

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
    const port = server.grpc_listen_port;
    const rules = others.flatMap(({ status: { podIP = "" } }) => [
      // To the others' port, and from them to its own.
      `-d ${podIP} -p tcp --dport ${port} -j DROP`,
      `-s ${podIP} -p tcp --dport ${port} -j DROP`,
    ]);
    const way = await cut(scene, {
      what: `the way from ${alone?.metadata.name ?? ""} to the others`,
      pods: alone === undefined ? [] : [{ pod: alone, rules }],
    });
    return { undo: way.undo, evidence: way.lost };
  },
};
