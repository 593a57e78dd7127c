import type { FoundEntry } from "../cluster/lokiClient";
import type { Kubectl } from "../cluster/kubectl";
import { waitPodsReady } from "../cluster/waitReady";
import type { Comparison } from "./lines";

/** Lines of a pod, printed to its standard output for the collector to find. */
export interface Printed {
  readonly query: string;
  /** How many lines were printed: numbers 0 to this, less one. */
  readonly count: number;
}

const factor = 2_654_435_761n;
const modulus = 2n ** 32n;

const seedOf = (run: string) => BigInt(`0x${run.slice(0, 8)}`);

/** A line's checksum, of a kind that a shell can do. */
const sumOf = (run: string, seq: number) => (BigInt(seq) * factor + seedOf(run)) % modulus;

const linePattern = /^run=(?<run>\w+) writer=stdout seq=(?<seq>\d+) sum=(?<sum>\d+) x+$/;

/** What the pod runs: ten lines ten times a second, until there is a file that says stop. */
export const printerScript = (run: string): string => `
seq=0
until [ -e /tmp/stop ]; do
  end=$((seq + 10))
  while [ $seq -lt $end ]; do
    echo "run=${run} writer=stdout seq=$seq sum=$(((seq * ${factor} + ${seedOf(run)}) % ${modulus})) ${"x".repeat(200)}"
    seq=$((seq + 1))
  done
  sleep 0.1
done
echo $seq >/tmp/count
sleep 3600`;

/** A pod that prints 100 lines a second until it is stopped. */
export class Printer {
  private readonly name: string;

  /** @param run a name for these lines, hexadecimal, that no other ones have */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly args: {
      readonly namespace: string;
      readonly image: string;
      readonly run: string;
    },
  ) {
    this.name = `printer-${args.run}`;
  }

  /** Starts the pod and returns once it prints. */
  async start(): Promise<void> {
    const { namespace } = this.args;
    await this.kubectl.applyObjects([this.pod()]);
    const selector = `app=${this.name}`;
    await waitPodsReady(this.kubectl, { namespace, selector, count: 1 }, 60_000);
  }

  /** Has the pod finish, and returns what it printed. */
  async stop(): Promise<Printed> {
    const { namespace } = this.args;
    const words = "touch /tmp/stop; until cat /tmp/count 2>/dev/null; do sleep 0.1; done";
    const { stdout, stderr } = await this.kubectl.exec(namespace, this.name, [
      "/bin/sh",
      "-c",
      words,
    ]);
    const count = Number(stdout.trim() || Number.NaN);
    if (!Number.isSafeInteger(count)) {
      throw new Error(`the printing pod does not tell how many lines it printed: ${stderr.trim()}`);
    }
    return { query: `{namespace="${namespace}", app="${this.name}"}`, count };
  }

  /** Removes the pod, whatever it does. */
  async remove(): Promise<void> {
    await this.kubectl.delete(["pod", this.name, "--namespace", this.args.namespace], 30);
  }

  /** Compares what was read with what was printed. */
  compare({ count }: Printed, found: readonly FoundEntry[]): Comparison {
    const seqs = found.map(({ line }) => this.seqOf(line, count));
    const unique = new Set(seqs.filter((seq) => typeof seq === "number"));
    return {
      read: found.length,
      lost: count - unique.size,
      phantom: seqs.filter((seq) => seq === "phantom").length,
      duplicate: seqs.filter((seq) => typeof seq === "number").length - unique.size,
      corrupt: seqs.filter((seq) => seq === "corrupt").length,
    };
  }

  private seqOf(line: string, count: number): number | "phantom" | "corrupt" {
    const { run, seq, sum = "" } = linePattern.exec(line)?.groups ?? {};
    if (run !== this.args.run || `${sumOf(run, Number(seq))}` !== sum) {
      return "corrupt";
    }
    return Number(seq) < count ? Number(seq) : "phantom";
  }

  private pod(): object {
    const { namespace, image, run } = this.args;
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: this.name, namespace, labels: { app: this.name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        automountServiceAccountToken: false,
        restartPolicy: "Never",
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_534,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "printer",
            image,
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/sh", "-c", printerScript(run)],
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
            resources: { requests: { cpu: "20m", memory: "16Mi" }, limits: { memory: "64Mi" } },
          },
        ],
      },
    };
  }
}
