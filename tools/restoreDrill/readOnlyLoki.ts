import { isReady, type Pod } from "../cluster/kubectl";
import { poll } from "../cluster/poll";
import type { DeployedStack } from "../deployed/deployedStack";
import { Refusal } from "../refusal";
import { drillName } from "./readOnlyPod";

const readyWithinMs = 120_000;

/** The second Loki, from its start to its removal. */
export class ReadOnlyLoki {
  private creation: Promise<unknown> | undefined;

  constructor(private readonly stack: Pick<DeployedStack, "kubectl" | "outputs">) {}

  /** Refuses where there is one already: another drill uses it, or nobody removed it. */
  async requireAbsent(): Promise<void> {
    const { kubectl, outputs } = this.stack;
    const options = ["--namespace", outputs.namespace, "--ignore-not-found", "--output", "name"];
    const found = await kubectl.call(["get", "pod", drillName, ...options]);
    if (found.trim() !== "") {
      throw new Refusal(this.taken());
    }
  }

  /** Makes the objects, and waits until the pod answers. */
  async start(objects: readonly object[]): Promise<void> {
    const { kubectl } = this.stack;
    const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    this.creation = kubectl.call(["create", "--filename", "-"], { input });
    await this.creation.catch((error: unknown) => {
      if ((error as Error).message.includes("AlreadyExists")) {
        // Someone else's, and not to be removed by this drill.
        this.creation = undefined;
        throw new Refusal(this.taken());
      }
      throw error;
    });
    const failed = await poll(
      async () => {
        const pod = await this.pod();
        if (pod.status.phase === "Failed") {
          return await this.logs();
        }
        return isReady(pod) ? "" : undefined;
      },
      { what: `pod ${drillName} ready`, timeoutMs: readyWithinMs },
    ).catch(async (error: unknown) => `${(error as Error).message}: ${await this.logs()}`);
    if (failed !== "") {
      throw new Error(`the second Loki does not start: ${failed}`);
    }
  }

  /** Removes what was made. Never throws: tells the command that does it where that fails. */
  async remove(): Promise<string | undefined> {
    if (this.creation === undefined) {
      return undefined;
    }
    // What is under way when someone interrupts it may still be made.
    await this.creation.catch(() => undefined);
    const { kubectl, outputs } = this.stack;
    try {
      await kubectl.delete([...objects, "--namespace", outputs.namespace], 60);
      return undefined;
    } catch {
      return `the drill's pod and ConfigMap are still there: ${this.removal()}`;
    }
  }

  private taken(): string {
    const { namespace } = this.stack.outputs;
    return `a restore drill runs in the namespace ${namespace} already; if not, remove what it left: ${this.removal()}`;
  }

  private removal(): string {
    const { kubectl, outputs } = this.stack;
    const args = ["--namespace", outputs.namespace, "delete", ...objects];
    return `kubectl ${kubectl.arguments(args).join(" ")}`;
  }

  private pod(): Promise<Pod> {
    const place = ["--namespace", this.stack.outputs.namespace];
    return this.stack.kubectl.json<Pod>("get", "pod", drillName, ...place);
  }

  private logs(): Promise<string> {
    return this.stack.kubectl.logs(this.stack.outputs.namespace, drillName, 5);
  }
}

const objects = [`pod/${drillName}`, `configmap/${drillName}`];
