import { startCanary } from "./canaryPair";
import { ask, startAgent, startReceiver } from "./prometheus";
import { isUp, startGateway, startLoki, type Serving } from "./lokiBehindGateway";
import { startConsul, startPromtail } from "./otherPrograms";

const at = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;

/** Every program of the stack that runs here, scraped by the agent, which sends to a Prometheus. */
export interface WholeStack {
  /** The port of the Prometheus that all of it arrives at. */
  readonly prometheus: number;
  /** Where each component serves its metrics, by its name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
}

export async function startWholeStack(folder: string): Promise<WholeStack> {
  const started: Pick<Serving["running"], "stop">[] = [];
  const stop = async () => {
    for (const running of started.reverse()) {
      await running.stop();
    }
  };
  const kept = <T extends { readonly running: Serving["running"] }>(one: T): T => {
    started.push(one.running);
    return one;
  };
  try {
    const loki = kept(await startLoki(folder));
    await loki.running.until("Loki is ready", () => isUp(at(loki.port, "/ready")), 90_000);
    const gateway = kept(await startGateway(folder, loki.port));
    const health = at(gateway.operations, "/health");
    await gateway.running.until("the gateway is up", () => isUp(health), 30_000);
    const consul = kept(await startConsul(folder));
    const promtail = kept(await startPromtail(folder, gateway.port));
    const { canary, proxy } = await startCanary(folder, gateway.port, {
      changed: (args) => [
        ...args,
        ...["-pruneinterval=1s", "-interval=200ms"],
        ...["-spot-check-interval=1s", "-spot-check-query-rate=1s", "-spot-check-initial-wait=1s"],
        ...["-metric-test-interval=2s", "-cache-test-interval=2s", "-cache-test-now=1s"],
      ],
    });
    started.push(proxy);
    kept(canary);
    const receiver = kept(await startReceiver(folder));
    await receiver.running.until("it is ready", () => isUp(at(receiver.port, "/-/ready")), 60_000);
    const ports = {
      loki: loki.port,
      "loki-gateway": gateway.operations,
      consul: consul.port,
      promtail: promtail.port,
      "loki-canary": canary.port,
    };
    const agent = kept(await startAgent(folder, ports, receiver.port));
    await agent.running.until(
      "every program is scraped",
      async () => (await ask(receiver.port, "up == 1")).length === Object.keys(ports).length,
      60_000,
    );
    return { prometheus: receiver.port, ports, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
