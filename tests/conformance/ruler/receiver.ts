import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An alert as Loki's ruler sends it. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorURL: string;
}

/** Stands for an Alertmanager: keeps what it is sent. */
export class Receiver {
  /** What came, by path. */
  readonly paths = new Set<string>();
  readonly alerts: SentAlert[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        this.paths.add(`${request.method ?? ""} ${request.url ?? ""}`);
        this.alerts.push(...(JSON.parse(body) as SentAlert[]));
        response.end("{}");
      });
    });
  }

  /** Listens, and tells at which address. */
  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
