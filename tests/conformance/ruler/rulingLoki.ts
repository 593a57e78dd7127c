import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifests, type Manifest } from "../../../tools/render/manifests";
import type { Lines } from "../../alerts/cases/logCases";
import { MountedSecret } from "../../support/mountedSecret";
import { evaluateStack, type Areas } from "../../support/stacks";
import { freePort } from "../gateway/system";
import { Running } from "../tls/processes";

interface PodSpec {
  containers: { name: string; volumeMounts: { name: string; mountPath: string }[] }[];
  volumes: {
    name: string;
    configMap?: { name: string; items?: { key: string; path: string }[] };
  }[];
}

/** A rule as the ruler shows it. */
export interface ShownRule {
  readonly name: string;
  readonly state: string;
  readonly health: string;
  readonly lastError: string;
}

/** A Loki with the configuration and the mounts of a stack, changed only in where things are. */
export class RulingLoki {
  private running: Running | undefined;
  private readonly rules = new Map<string, MountedSecret>();

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private objects: readonly Manifest[],
    private readonly areas: (port: number, grpcPort: number) => Areas,
    private readonly grpcPort: number,
  ) {}

  static async of(
    folder: string,
    areas: (port: number, grpcPort: number) => Areas,
  ): Promise<RulingLoki> {
    const [port, grpcPort] = [await freePort(), await freePort()];
    const { resources } = await evaluateStack("dev", areas(port, grpcPort));
    return new RulingLoki(folder, port, manifests(resources), areas, grpcPort);
  }

  private files(name: string): Record<string, string> {
    const map = this.objects.find(
      ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name,
    );
    return (map?.["data"] ?? {}) as Record<string, string>;
  }

  /** What the pod mounts below a path, by where. */
  private mounted(below: string): Record<string, Record<string, string>> {
    const set = this.objects.find(({ kind }) => kind === "StatefulSet");
    const { template } = set?.["spec"] as { template: { spec: PodSpec } };
    const [container] = template.spec.containers;
    const mounts = container?.volumeMounts.filter(({ mountPath }) => mountPath.startsWith(below));
    return Object.fromEntries(
      (mounts ?? []).map(({ name, mountPath }) => {
        const volume = template.spec.volumes.find((one) => one.name === name)?.configMap;
        const all = this.files(volume?.name ?? "");
        const items = volume?.items ?? Object.keys(all).map((key) => ({ key, path: key }));
        return [
          mountPath,
          Object.fromEntries(items.map(({ key, path }) => [path, all[key] ?? ""])),
        ];
      }),
    );
  }

  async start(): Promise<void> {
    const [config = ""] = Object.values(this.mounted("/etc/loki/config")).map(
      (files) => files["loki.yaml"] ?? "",
    );
    const [overrides = ""] = Object.values(this.mounted("/etc/loki/runtime")).map(
      (files) => files["overrides.yaml"] ?? "",
    );
    const here = config
      .replaceAll("/etc/loki", join(this.folder, "etc"))
      .replaceAll("/var/loki", join(this.folder, "data"))
      .replace("dir: /wal", `dir: ${join(this.folder, "wal")}`)
      // A pod has its port for itself. And nobody waits a minute here.
      .replace(
        "server:\n",
        "server:\n  http_listen_address: 127.0.0.1\n  grpc_listen_address: 127.0.0.1\n",
      )
      .replace("ruler:\n", "ruler:\n  evaluation_interval: 2s\n  poll_interval: 2s\n");
    mkdirSync(join(this.folder, "etc", "runtime"), { recursive: true });
    mkdirSync(join(this.folder, "etc", "rules"), { recursive: true });
    writeFileSync(join(this.folder, "etc", "runtime", "overrides.yaml"), overrides);
    writeFileSync(join(this.folder, "loki.yaml"), here);
    this.mountRules();
    this.running = new Running(
      "loki",
      [`-config.file=${join(this.folder, "loki.yaml")}`, "-config.expand-env=true"],
      { POD_IP: "127.0.0.1", POD_NAME: "loki-0" },
    );
    await this.running.until(
      "Loki ready",
      async () => (await this.get("/ready")).status === 200,
      60_000,
    );
  }

  private mountRules(): void {
    for (const [path, files] of Object.entries(this.mounted("/etc/loki/rules"))) {
      const known = this.rules.get(path);
      if (known === undefined) {
        const place = join(this.folder, path.replace("/etc/loki", "etc"));
        this.rules.set(path, new MountedSecret(place, files));
      } else {
        known.change(files);
      }
    }
  }

  /** What a deployment with other settings does to the mounted files of a pod that goes on. */
  async redeploy(more: Areas): Promise<void> {
    const areas = { ...this.areas(this.port, this.grpcPort), ...more };
    this.objects = manifests((await evaluateStack("dev", areas)).resources);
    this.mountRules();
  }

  /** Where it takes lines. */
  get pushUrl(): string {
    return `http://127.0.0.1:${this.port}/loki/api/v1/push`;
  }

  get log(): string {
    return this.running?.log ?? "";
  }

  private async get(path: string, tenant = "none") {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      headers: { "X-Scope-OrgID": tenant },
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: await response.text() };
  }

  /** The rules that a tenant has, as the ruler shows them. */
  async shownRules(tenant: string): Promise<ShownRule[]> {
    const { body } = await this.get("/prometheus/api/v1/rules", tenant);
    const { data } = JSON.parse(body) as { data: { groups: { rules: ShownRule[] }[] } };
    return data.groups.flatMap(({ rules }) => rules);
  }

  /** The names in the file of a tenant's rules. */
  async filedRules(tenant: string): Promise<string[]> {
    const { status, body } = await this.get("/loki/api/v1/rules", tenant);
    return status === 404 ? [] : [...body.matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);
  }

  /** The series that an expression gives now. */
  async query(tenant: string, expr: string) {
    const { status, body } = await this.get(
      `/loki/api/v1/query?query=${encodeURIComponent(expr)}`,
      tenant,
    );
    if (status !== 200) {
      throw new Error(`Loki answers ${status}: ${body}`);
    }
    interface Answer {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    }
    return (JSON.parse(body) as Answer).data.result.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    }));
  }

  async push(tenant: string, namespace: string, lines: readonly Lines[]): Promise<void> {
    const now = BigInt(Date.now()) * 1_000_000n;
    const streams = lines.map(({ job, app, level, line, count, secondsAgo = 10 }) => ({
      stream: { namespace, job, ...(app && { app }), ...(level && { level }) },
      values: Array.from({ length: count }, (_, index) => [
        String(now - BigInt(secondsAgo) * 1_000_000_000n + BigInt(index)),
        line,
      ]),
    }));
    const { status } = await fetch(`http://127.0.0.1:${this.port}/loki/api/v1/push`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Scope-OrgID": tenant },
      body: JSON.stringify({ streams }),
      signal: AbortSignal.timeout(30_000),
    });
    if (status !== 204) {
      throw new Error(`Loki answers ${status} to a push`);
    }
  }

  async stop(): Promise<void> {
    await this.running?.stop();
  }
}
