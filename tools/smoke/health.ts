import { setTimeout as delay } from "node:timers/promises";
import { load } from "js-yaml";
import type { DeployedStack } from "../deployed/deployedStack";
import { deployedLokiConfig } from "../deployed/lokiConfig";
import { metricOf } from "../deployed/metrics";
import { isRingHealthy, ringMembers } from "../deployed/ring";
import type { Check, Outcome } from "../deployed/checks";
import { promDurationMs } from "../deployed/promDuration";

/** A ring learns of a replica that has just started within some seconds. */
const settleMs = 25_000;

/** Whether the replicas are what the stack says, and work together. */
export const healthChecks = (
  stack: DeployedStack,
  replicas: number,
  withinMs = settleMs,
): readonly Check[] => [
  { name: "retention", run: () => retention(stack) },
  { name: "ring", run: () => settled(() => ring(stack, replicas), withinMs) },
  { name: "compactor", run: () => settled(() => compactor(stack), withinMs) },
];

/** As far as it is looked at, what `/config` of a running Loki shows. */
interface RunningConfig {
  readonly compactor?: { readonly retention_enabled?: boolean };
  readonly limits_config?: { readonly retention_period?: string };
}

/** Every replica runs with the retention of the file that was deployed last. */
async function retention(stack: DeployedStack): Promise<Outcome> {
  const { compactor: file, limits_config: limits } = await deployedLokiConfig(stack);
  const declared = retentionText(file.retention_enabled, limits.retention_period);
  const pods = await stack.lokis();
  const running = await Promise.all(
    pods.map(async ({ metadata: { name } }) => {
      const { status, body } = await stack.pod(name).raw("/config");
      if (status !== 200) {
        throw new Error(`${name} answered ${status} when it was asked for its configuration`);
      }
      const config = load(body) as RunningConfig;
      const { retention_period: period } = config.limits_config ?? {};
      return { name, says: retentionText(config.compactor?.retention_enabled, period) };
    }),
  );
  const other = running.find(({ says }) => says !== declared);
  return {
    ok: running.length > 0 && other === undefined,
    detail:
      other === undefined
        ? `${declared}, on ${running.length} of ${running.length} replicas`
        : `the stack says ${declared}, but ${other.name} ${other.says}`,
  };
}

function retentionText(enabled: boolean | undefined, period = "0"): string {
  return enabled === true ? `${promDurationMs(period) / 86_400_000} days` : "for ever";
}

async function ring(stack: DeployedStack, replicas: number): Promise<Outcome> {
  const members = await ringMembers(stack);
  const others = members.filter(({ state }) => state !== "ACTIVE");
  const told = others.map(({ id, state }) => `, ${id} ${state}`).join("");
  return {
    ok: isRingHealthy(members, replicas),
    detail: `${members.length - others.length} of ${replicas} ACTIVE${told}`,
  };
}

/** Two would delete the same objects, and without any nothing would ever be deleted. */
async function compactor(stack: DeployedStack): Promise<Outcome> {
  const pods = await stack.lokis();
  const told = await Promise.all(
    pods.map(async ({ metadata: { name } }) => {
      const running = await metricOf(stack, name, "loki_boltdb_shipper_compactor_running");
      return running > 0 ? [name] : [];
    }),
  );
  const names = told.flat();
  return {
    ok: names.length === 1,
    detail: `runs on ${names.length === 0 ? "no replica" : names.join(", ")}`,
  };
}

/** The outcome once it is good, or the last one when the time is up. */
async function settled(ask: () => Promise<Outcome>, withinMs: number): Promise<Outcome> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const outcome = await ask().catch((error: unknown) => ({
      ok: false,
      detail: (error as Error).message,
    }));
    if (outcome.ok || Date.now() >= deadline) {
      return outcome;
    }
    await delay(1_000);
  }
}
