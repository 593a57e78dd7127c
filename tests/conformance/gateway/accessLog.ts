import { poll } from "../../../tools/cluster/poll";
import type { RunningGateway } from "./runningGateway";

/** A line of the gateway's access log. */
export interface AccessLine {
  readonly status: number;
  readonly user_id: string;
  readonly tenant_tried?: unknown;
  /** The line as it is. */
  readonly text: string;
}

/** The line about the request whose address has this text, once it is there. */
export const accessLine = (gateway: RunningGateway, mark: string): Promise<AccessLine> =>
  poll(
    () => {
      const text = gateway.log
        .split("\n")
        .slice(0, -1)
        .find((line) => line.includes('"msg":"handled request"') && line.includes(mark));
      const line = text === undefined ? undefined : { ...(JSON.parse(text) as object), text };
      return Promise.resolve(line as AccessLine | undefined);
    },
    { what: `access log of ${mark}`, timeoutMs: 20_000 },
  );
