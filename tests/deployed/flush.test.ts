import { flushOut } from "../../tools/deployed/flush";
import type { DeployedStack } from "../../tools/deployed/deployedStack";
import type { LokiClient } from "../../tools/cluster/lokiClient";

const asked = { query: '{job="a"}', range: { start: 0n, end: 1n } };

/** Loki pods that hear flushes, and a client that finds one count of chunks after the other. */
function fakes(counts: readonly number[]) {
  const flushes: string[] = [];
  const left = [...counts];
  const pod = (name: string) => ({
    raw: (path: string) => {
      flushes.push(`${name}${path}`);
      return Promise.resolve({ status: 204, body: "" });
    },
  });
  const lokis = () => Promise.resolve([{ metadata: { name: "loki-0" } }]);
  const stats = () => {
    const totalChunksMatched = left.length > 1 ? left.shift() : left[0];
    return Promise.resolve({ ingester: { totalChunksMatched } });
  };
  const stack = { pod, lokis } as unknown as DeployedStack;
  return { flushes, left, stack, reader: { stats } as unknown as LokiClient };
}

describe("flushOut", () => {
  test("asks for no flush where a quorum has said three times that nothing is in memory", async () => {
    const { flushes, left, stack, reader } = fakes([0, 0, 0, 0, 7]);
    expect(await flushOut(stack, reader, asked, 5_000)).toBe(0);
    expect({ flushes, left }).toEqual({ flushes: [], left: [7] });
  });

  test("flushes what is in memory and returns how much there was", async () => {
    const { flushes, stack, reader } = fakes([4, 2, 0]);
    expect(await flushOut(stack, reader, asked, 5_000)).toBe(4);
    expect(flushes).toEqual(["loki-0/flush"]);
  });

  test("flushes what only another quorum knew of", async () => {
    const { flushes, stack, reader } = fakes([0, 0, 3, 0]);
    await flushOut(stack, reader, asked, 5_000);
    expect(flushes).toEqual(["loki-0/flush"]);
  });
});
