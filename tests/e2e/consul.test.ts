import { setTimeout as delay } from "node:timers/promises";
import { short } from "./support/chaos";
import { Cluster } from "./support/cluster";
import { ConsulStage, ringConfig, type Rights } from "./support/consul";
import { report, timed } from "./support/report";
import { prodShapeTemplate } from "./support/prodShape";

jest.setTimeout(900_000);

/** Twenty and one more at night: each takes as long as it takes. */
const coldStarts = short ? 9 : 21;
/** A third of the cold starts happens in each, at the same time. */
const namespaces = ["e2e-ring-1", "e2e-ring-2", "e2e-ring-3"];

const refused: Rights = {
  writeRing: 403,
  readRing: 403,
  writeElsewhere: 403,
  readElsewhere: 403,
  policies: 403,
};
const granted: Rights = { ...refused, writeRing: 200, readRing: 200 };

// The same at each of the three servers.
const lokisRights = [granted, granted, granted];
const nobodysRights = [refused, refused, refused];

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

  test("runs the bootstrap Job a second time without a change", async () => {
    await cluster.kubectl.delete(["job", consul.jobName, "--namespace", consul.namespace]);
    await consul.start();
    expect(await consul.rights(consul.lokiToken)).toEqual(lokisRights);
  });

  describe("is restarted", () => {
    let rolled: Rolled;
    let killed: Returned;
    let stopped: Returned;

    // Each in a ring of its own, at the same time: autopilot takes its time over each.
    beforeAll(async () => {
      const [first, second, third] = stages as [ConsulStage, ConsulStage, ConsulStage];
      await Promise.all(stages.map((stage) => stage.waitForLeader()));
      [rolled, killed, stopped] = await Promise.all([
        roll(first),
        loseAll(second, ["--force", "--grace-period=0"]),
        loseAll(third, []),
      ]);
    });

    test("one server after the other: it keeps a majority and takes Loki's writes", () => {
      report(`rolled in ${rolled.seconds}, longest without a write ${rolled.longestMs} ms`);
      expect(rolled.fewest).toBe(2);
      expect(rolled.longestMs).toBeLessThan(10_000);
      expect(rolled.rights).toEqual(lokisRights);
      expect(rolled.tolerance).toBe(1);
    });

    test("all killed at once: it takes writes as soon as it is ready, and keeps the token", () => {
      report(`ready ${killed.seconds} after all three servers were killed`);
      expect(killed).toMatchObject({ rights: lokisRights, without: nobodysRights, tolerance: 1 });
    });

    test("all stopped at once: it takes writes as soon as it is ready, and keeps the token", () => {
      report(`ready ${stopped.seconds} after all three servers were told to stop`);
      expect(stopped).toMatchObject({ rights: lokisRights, without: nobodysRights, tolerance: 1 });
    });
  });
});

interface Returned {
  readonly seconds: string;
  /** Of Loki's token, at the moment that all servers were ready. */
  readonly rights: readonly Rights[];
  readonly without: readonly Rights[];
  /** Servers that it can lose, when it has settled. */
  readonly tolerance: number;
}

async function loseAll(stage: ConsulStage, options: readonly string[]): Promise<Returned> {
  const [, seconds] = await timed(async () => {
    await stage.deleteServers(options);
    await stage.waitForServers();
  });
  const rights = await stage.rights(stage.lokiToken);
  const without = await stage.rights("");
  const { FailureTolerance: tolerance } = await stage.waitForLeader();
  return { seconds, rights, without, tolerance };
}

interface Rolled {
  readonly seconds: string;
  /** Of Loki's token, at the moment that the rollout was done. */
  readonly rights: readonly Rights[];
  readonly fewest: number;
  readonly longestMs: number;
  readonly tolerance: number;
}

async function roll(stage: ConsulStage): Promise<Rolled> {
  let fewest = Number.POSITIVE_INFINITY;
  let longestMs = 0;
  let written = Date.now();
  let done = false;
  const watch = async () => {
    while (!done) {
      fewest = Math.min(fewest, await stage.readyServers());
      if (await stage.takesWrites()) {
        written = Date.now();
      }
      longestMs = Math.max(longestMs, Date.now() - written);
      await delay(200);
    }
  };
  const rollout = async () => {
    try {
      const place = ["statefulset/consul", "--namespace", stage.namespace];
      const { kubectl } = stage.cluster;
      await kubectl.call(["rollout", "restart", ...place]);
      const wait = ["rollout", "status", ...place, "--timeout=300s"];
      const [, seconds] = await timed(() => kubectl.call(wait, { timeoutMs: 310_000 }));
      const rights = await stage.rights(stage.lokiToken);
      const { FailureTolerance: tolerance } = await stage.waitForLeader();
      return { seconds, rights, tolerance };
    } finally {
      done = true;
    }
  };
  const [result] = await Promise.all([rollout(), watch()]);
  return { ...result, fewest, longestMs };
}
