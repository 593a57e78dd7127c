import { join } from "node:path";
import { testBed } from "../../tools/cluster/testbed";
import { waitPodsReady } from "../../tools/cluster/waitReady";
import {
  forged,
  forgeries,
  people,
  refusedPaths,
  statuses,
  statusOfRefused,
  unaffected,
} from "./assertions/gateway";
import { underLoad } from "./assertions/underLoad";
import { lokiPods } from "./support/cluster";
import { newRun } from "./support/lines";
import { describeShape, expectNothingLost } from "./support/shape";
import { readConfig, withSettings, type Stage } from "./support/stage";

jest.setTimeout(900_000);

const replicas = 3;

async function config() {
  const template = readConfig(join(__dirname, "stacks", "Pulumi.prod-shape.yaml"));
  const buckets = bucketNames();
  const store = await testBed.objectStore([buckets.chunksBucket, buckets.rulerBucket]);
  const { endpoint, accessKeyId, secretAccessKey } = store;
  const credentials = { accessKeyId, secretAccessKey };
  return withSettings(template, "storage", { endpoint, credentials, ...buckets });
}

/** Buckets of this run alone; on another cluster, those that are there for the tests. */
function bucketNames() {
  const name = testBed.isLocal ? `e2e-${newRun()}` : "loki";
  return { chunksBucket: `${name}-chunks`, rulerBucket: `${name}-ruler` };
}

describe("prod shape", () => {
  describeShape({ stack: "prod-shape", replicas, config }, (stage) => {
    test("a Loki pod that is deleted under load takes nothing with it", async () => {
      const { namespace } = stage().outputs;
      const { kubectl } = stage().cluster;
      const result = await underLoad(stage(), async () => {
        await kubectl.delete(["pod", "loki-1", "--namespace", namespace]);
        await waitPodsReady(kubectl, { namespace, selector: lokiPods, count: replicas });
      });
      expectNothingLost(result);
      expect(result.fewestReady).toBe(replicas - 1);
    });

    describe("gateway", () => {
      describeGateway(stage);
    });
  });
});

function describeGateway(stage: () => Stage): void {
  test.each([
    [people.nobody, { push: 401, query: 401 }],
    [people.wrongPassword, { push: 401, query: 401 }],
    [people.writer, { push: 204, query: 401 }],
    [people.reader, { push: 401, query: 200 }],
  ])("answers $name as it should", async (person, expected) => {
    expect(await statuses(stage(), person)).toEqual(expected);
  });

  test.each(forgeries)("takes no tenant from the client: %s", async (_, headers) => {
    expect(await forged(stage(), headers)).toEqual(unaffected);
  });

  test.each([people.nobody, people.writer, people.reader])(
    "lets $name reach nothing but pushes and queries",
    async (person) => {
      const expected = refusedPaths.flatMap((path) => [
        [`GET ${path}`, 404],
        [`POST ${path}`, 404],
      ]);
      expect(await statusOfRefused(stage(), person)).toEqual(Object.fromEntries(expected));
    },
  );
}
