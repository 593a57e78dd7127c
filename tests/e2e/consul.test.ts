import { setTimeout as delay } from "node:timers/promises";
import { Cluster } from "./support/cluster";
import { ConsulStage, ringConfig, type Rights } from "./support/consul";
import { report, timed } from "./support/report";
import { prodShapeTemplate } from "./support/prodShape";

jest.setTimeout(900_000);

const coldStarts = 21;
/** A third of the cold starts happens in each, at the same time. */
const namespaces = ["e2e-ring-1", "e2e-ring-2", "e2e-ring-3"];

const lokisRights: Rights = {
  writeRing: 200,
  readRing: 200,
  writeElsewhere: 403,
  readElsewhere: 403,
  policies: 403,
};

const nobodysRights: Rights = {
  writeRing: 403,
  readRing: 403,
  writeElsewhere: 403,
  readElsewhere: 403,
  policies: 403,
};

describe("Consul ring", () => {
  let cluster: Cluster;
  let stages: readonly ConsulStage[];
  let consul: ConsulStage;

  beforeAll(async () => {
    cluster = await Cluster.connect();
    await cluster.claim(namespaces);
    const rings: ConsulStage[] = [];
    for (const namespace of namespaces) {
      rings.push(await ConsulStage.render(cluster, namespace, ringConfig(prodShapeTemplate())));
    }
    stages = rings;
    consul = rings[0] as ConsulStage;
  });
  afterAll(async () => {
    await cluster.remove(namespaces);
    await cluster.close();
  });

  test(`forms at each of ${coldStarts} cold starts and lets Loki's token in`, async () => {
    const seconds: string[] = [];
    const startAgain = async (stage: ConsulStage) => {
      for (let start = 0; start < coldStarts / namespaces.length; start += 1) {
        await stage.removeServers();
        const [, taken] = await timed(async () => {
          await stage.start();
          await stage.waitForLeader();
        });
        seconds.push(taken);
        expect(await stage.rights(stage.lokiToken)).toEqual(lokisRights);
        expect(await stage.rights("")).toEqual(nobodysRights);
      }
    };
    await Promise.all(stages.map(startAgain));
    expect(seconds).toHaveLength(coldStarts);
    report(`${coldStarts} cold starts: ${seconds.join(", ")}`);
  });

  test("has a leader again after all three servers were killed at once, and keeps the token", async () => {
    const [, seconds] = await timed(async () => {
      await cluster.kubectl.delete([
        ...["pods", "--namespace", consul.namespace, "--selector", "app.kubernetes.io/name=consul"],
        ...["--force", "--grace-period=0"],
      ]);
      await consul.waitForServers();
      await consul.waitForLeader();
    });
    report(`leader again ${seconds} after all three servers were killed`);
    expect(await consul.rights(consul.lokiToken)).toEqual(lokisRights);
    expect(await consul.rights("")).toEqual(nobodysRights);
  });

  test("runs the bootstrap Job a second time without a change", async () => {
    await cluster.kubectl.delete(["job", consul.jobName, "--namespace", consul.namespace]);
    await consul.start();
    expect(await consul.rights(consul.lokiToken)).toEqual(lokisRights);
  });

  test("keeps a majority and a leader through a rolling restart", async () => {
    let fewest = Number.POSITIVE_INFINITY;
    let longestMs = 0;
    let leaderSeen = Date.now();
    let done = false;
    const watch = async () => {
      while (!done) {
        fewest = Math.min(fewest, await consul.readyServers());
        if (await consul.hasLeader()) {
          leaderSeen = Date.now();
        }
        longestMs = Math.max(longestMs, Date.now() - leaderSeen);
        await delay(200);
      }
    };
    const watching = watch();
    const place = ["statefulset/consul", "--namespace", consul.namespace];
    await cluster.kubectl.call(["rollout", "restart", ...place]);
    const [, seconds] = await timed(() =>
      cluster.kubectl.call(["rollout", "status", ...place, "--timeout=300s"], {
        timeoutMs: 310_000,
      }),
    );
    const { FailureTolerance } = await consul.waitForLeader();
    done = true;
    await watching;
    report(`rolled in ${seconds}, longest without a leader ${longestMs} ms`);
    expect(fewest).toBe(2);
    expect(longestMs).toBeLessThan(15_000);
    expect(FailureTolerance).toBe(1);
    expect(await consul.rights(consul.lokiToken)).toEqual(lokisRights);
  });
});
