import { expectedAnswers, guideAnswers, guideCommandsWork } from "../assertions/guide";
import { printedAndFound } from "../assertions/collected";
import { allGood, failures, smoke } from "../assertions/tools";
import { restarts, uids, underLoad, type UnderLoad } from "../assertions/underLoad";
import {
  leaveOnlyTheStore,
  pushVolume,
  readVolume,
  wholeVolume,
  type Volume,
} from "../assertions/volume";
import type { StackConfig } from "../drivers/driver";
import { allRead, nanoseconds, newRun, rangeMs } from "../../../tools/load/lines";
import { poll } from "../../../tools/cluster/poll";
import { report } from "./report";
import { Stage, withSettings } from "./stage";

export interface Shape {
  readonly stack: string;
  readonly replicas: number;
  /** The stack's configuration; it may name an object store that is started for it. */
  readonly config: () => Promise<StackConfig>;
  /** Namespaces beside the stack's own that its tests use. @default none */
  readonly namespaces?: readonly string[];
  /** What somebody puts into the stack's namespace while it is deployed. @default nothing */
  readonly beside?: (stage: Stage) => Promise<void>;
}

/** What every shape must do on a real cluster. The tests build on each other, in this order. */
export function describeShape(
  { stack, replicas, config, namespaces = [], beside }: Shape,
  more: (stage: () => Stage, smokeRun: () => string) => void = () => undefined,
): void {
  let opened: Stage | undefined;
  const stage = () => {
    if (opened === undefined) {
      throw new Error("there is no stage: the first failure above says why");
    }
    return opened;
  };

  beforeAll(async () => {
    opened = await Stage.open(stack, ["loki", "loki-collector", ...namespaces]);
    await Promise.all([opened.deploy(await config()), beside?.(opened)]);
  });
  afterAll(async () => {
    await opened?.close();
  });

  test("the stack's own commands push the guide's line and find it", async () => {
    await guideCommandsWork(stage());
  });

  test("the guide's ten queries find what they should", async () => {
    expect(await guideAnswers(stage())).toEqual(expectedAnswers);
  });

  test("what pods print is found within 30 s, by level and by trace", async () => {
    const { found, lines } = await printedAndFound(stage());
    // The last two are Loki's own.
    const labels = (app: string) => ({
      ...{ namespace: "e2e-apps", app, container: "app", job: app, level: "error" },
      ...{ service_name: app, detected_level: "error" },
    });
    expect(found).toEqual({
      byLevel: [{ labels: labels("fraiseql-app"), line: lines.error }],
      byTrace: [{ labels: labels("fraiseql-app"), line: lines.error }],
      ofDatabase: [{ labels: labels("postgresql"), line: lines.statement }],
    });
  });

  let smokeRun = "";
  test("the smoke test finds nothing wrong", async () => {
    const found = await smoke(stage());
    smokeRun = found.told?.run ?? "";
    expect(failures(found)).toEqual(allGood);
    expect(found.told?.seconds).toBeLessThan(60);
  });

  describe("100,000 lines", () => {
    let volume: Volume | undefined;
    const pushed = () => {
      if (volume === undefined) {
        throw new Error("no lines were pushed: the failure above says why");
      }
      return volume;
    };

    test("are read back exactly from memory", async () => {
      volume = await pushVolume(stage());
      expect(await readVolume(stage(), volume)).toEqual(wholeVolume(volume));
    });

    test("are read back exactly from the store, after a flush and a restart of every Loki", async () => {
      await leaveOnlyTheStore(stage(), pushed());
      expect(await readVolume(stage(), pushed())).toEqual(wholeVolume(pushed()));
    });
  });

  test("a changed limit takes effect without a restart", async () => {
    const before = await stage().stack.lokis();
    await stage().deploy(withSettings(stage().config, "loki", { limits: { maxLineKb: 1 } }));
    await longLinesAreCutAt(stage(), 1_024);
    const after = await stage().stack.lokis();
    expect({ uids: uids(after), restarts: restarts(after) }).toEqual({
      uids: uids(before),
      restarts: restarts(before),
    });
  });

  test("a changed configuration rolls the pods one at a time and loses nothing", async () => {
    const result = await underLoad(stage(), async () => {
      await stage().deploy(withSettings(stage().config, "loki", { chunkEncoding: "snappy" }));
    });
    expectNothingLost(result);
    expect(uids(result.after).filter((uid) => uids(result.before).includes(uid))).toEqual([]);
    expect(result.fewestReady).toBe(replicas - 1);
    expect(await lokiConfigMaps(stage())).toHaveLength(1);
  });

  more(stage, () => smokeRun);
}

export function expectNothingLost({ lines, sent, refused }: UnderLoad): void {
  expect({ lines, refused }).toEqual({
    lines: { ...allRead(new Map()), read: sent },
    refused: [],
  });
  expect(sent).toBeGreaterThan(100);
}

/** Waits until a line that is longer is stored only up to a length. */
async function longLinesAreCutAt({ stack }: Stage, length: number): Promise<void> {
  const writer = stack.writer();
  const reader = stack.reader();
  const start = Date.now();
  await poll(
    async () => {
      const job = newRun();
      const now = Date.now();
      const entry = { time: nanoseconds(now), line: "y".repeat(3 * length) };
      await writer.push([{ labels: { job }, entries: [entry] }]);
      const [found] = await reader.queryRange(`{job="${job}"}`, rangeMs(now - 1_000, now + 1_000));
      return found?.line.length === length ? true : undefined;
    },
    // A kubelet passes a changed ConfigMap on within a minute or so, Loki looks every 10 s.
    { what: `lines cut at ${length} bytes`, timeoutMs: 150_000, intervalMs: 1_000 },
  );
  report(`the changed limit is in force ${Math.round((Date.now() - start) / 1_000)} s later`);
}

async function lokiConfigMaps({ cluster, outputs }: Stage): Promise<string[]> {
  const found = await cluster.kubectl.list("configmaps", outputs.namespace);
  return found
    .map(({ metadata }) => metadata.name)
    .filter((name) => /^loki-config-[0-9a-f]+$/.test(name));
}
