import type { LokiConfig } from "../../components/loki/lokiConfigTypes";
import { runChecks, type CheckResult } from "../deployed/checks";
import type { DeployedStack } from "../deployed/deployedStack";
import { Interrupted, interruptible } from "../deployed/interruptible";
import { knownLines, nameRun } from "../deployed/knownLines";
import { fateByRetention } from "../deployed/leftovers";
import { deployedLokiConfig } from "../deployed/lokiConfig";
import { lokiStatefulSet } from "../deployed/lokiStatefulSet";
import { openStack, requireRights, type Right } from "../deployed/openStack";
import { Refusal } from "../refusal";
import type { DrillOptions } from "./options";
import { bucketOf, readOnlyConfig } from "./readOnlyConfig";
import { ReadOnlyLoki } from "./readOnlyLoki";
import { readOnlyObjects } from "./readOnlyPod";
import type { DrillReport } from "./report";
import { preparation, verification, type DrillRun } from "./steps";

/** Longer than a whole wait for the index, and than restarts of many replicas. */
const withinMs = 45 * 60_000;

/**
 * Proves that what was flushed can be read from the bucket alone, by a second Loki that is made for it
 * and removed again. Refuses before it has written anything.
 * @param progress hears what takes long
 */
export async function restoreDrill(
  options: DrillOptions,
  progress: (text: string) => void,
): Promise<DrillReport> {
  const { target, run } = options;
  const start = Date.now();
  // Before the cluster is asked: a run may be no run at all.
  const lines = knownLines(run ?? nameRun(start - 2_000));
  const stack = await openStack(target);
  const second = new ReadOnlyLoki(stack);
  let left: string | undefined;
  const cleanUp = async () => {
    left = await second.remove();
    await stack.reach.close();
  };
  const outcome = await interruptible(async () => {
    await requireRights(stack, rights(stack, target.direct));
    await second.requireAbsent();
    const config = await deployedLokiConfig(stack);
    const bucket = options.bucket ?? requireBucket(config, target.stack);
    const objects = readOnlyObjects(
      await lokiStatefulSet(stack),
      stack.outputs.namespace,
      readOnlyConfig(config, options.bucket),
    );
    const drill: DrillRun = { ...options, stack, second, objects, lines, bucket, progress };
    return { checks: await allSteps(drill), bucket, fate: fateByRetention(config, lines) };
  }, cleanUp).catch((error: unknown) => {
    throw withLeft(error as Error, left);
  });
  const { checks, bucket, fate } = outcome;
  return {
    ...{ stack: target.stack, namespace: stack.outputs.namespace, bucket, run: lines.run },
    ok: left === undefined && checks.every(({ ok }) => ok),
    seconds: Math.round((Date.now() - start) / 1_000),
    checks,
    leftovers: { lines: lines.all.size, query: lines.query, fate },
    ...(left === undefined ? {} : { notRemoved: left }),
  };
}

/** What cannot be read is not worth a quarter of an hour. */
async function allSteps(drill: DrillRun): Promise<CheckResult[]> {
  const deadline = Date.now() + withinMs;
  const prepared = await runChecks(preparation(drill), deadline);
  return prepared.every(({ ok }) => ok)
    ? [...prepared, ...(await runChecks(verification(drill), deadline))]
    : prepared;
}

function requireBucket({ storage_config: storage }: LokiConfig, stack: string): string {
  const bucket = bucketOf(storage);
  if (bucket === undefined) {
    throw new Refusal(
      `stack "${stack}" keeps its logs on the volume of its one Loki, which no second one can read: a restore drill needs a bucket (storage.kind s3, gcs or s3Compatible)`,
    );
  }
  return bucket;
}

function rights({ outputs: { namespace } }: DeployedStack, direct: boolean): Right[] {
  const needed = [
    ...["get", "list", "watch", "create", "delete"].flatMap((verb) => [
      { verb, resource: "pods" },
      { verb, resource: "configmaps" },
    ]),
    { verb: "get", resource: "services" },
    { verb: "get", resource: "statefulsets.apps" },
    ...(direct ? [] : [{ verb: "create", resource: "pods/portforward" }]),
  ];
  return needed.map((right) => ({ ...right, namespace }));
}

function withLeft(error: Error, left: string | undefined): Error {
  if (error instanceof Interrupted) {
    return new Interrupted(`${error.message}: ${left ?? "what the drill had made is removed"}`);
  }
  return left === undefined ? error : new Refusal(`${error.message}; ${left}`);
}
