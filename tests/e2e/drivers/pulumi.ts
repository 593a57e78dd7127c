import type { Driver, Outputs, StackConfig } from "./driver";

/** The real engine. */
export class PulumiDriver implements Driver {
  constructor(
    private readonly stack: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  deploy(config: StackConfig): Promise<Outputs> {
    return Promise.reject(
      new Error(`${this.stack} ${Object.keys(config).length} ${this.env["PATH"] ?? ""}`),
    );
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
