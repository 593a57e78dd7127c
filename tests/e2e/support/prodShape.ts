import { join } from "node:path";
import { testBed } from "../../../tools/cluster/testbed";
import type { StackConfig } from "../drivers/driver";
import { newRun } from "../../../tools/load/lines";
import { readConfig, withSettings } from "./stage";

const file = join(__dirname, "..", "stacks", "Pulumi.prod-shape.yaml");

/** The production shape without an object store: not to be deployed as it is. */
export const prodShapeTemplate = (): StackConfig => readConfig(file);

/** The production shape with an object store that is there, and empty buckets of its own. */
export async function prodShape(): Promise<StackConfig> {
  // On another cluster: the buckets that are there for the tests.
  const name = testBed.isLocal ? `e2e-${newRun()}` : "loki";
  const buckets = { chunksBucket: `${name}-chunks`, rulerBucket: `${name}-ruler` };
  const store = await testBed.objectStore([buckets.chunksBucket, buckets.rulerBucket]);
  const { endpoint, accessKeyId, secretAccessKey } = store;
  const credentials = { accessKeyId, secretAccessKey };
  return withSettings(prodShapeTemplate(), "storage", { endpoint, credentials, ...buckets });
}
