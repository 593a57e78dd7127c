import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { LokiClient } from "../../tools/cluster/lokiClient";
import { Writer, type Written } from "../../tools/load/writer";

let server: Server;
let answers: number[];

beforeEach(async () => {
  answers = [];
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(answers.shift() ?? 204).end("said");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function writeFor(ms: number, signal?: AbortSignal): Promise<Written> {
  const { port } = server.address() as AddressInfo;
  const writer = new Writer(
    (options) =>
      new LokiClient({
        ...{ url: `http://127.0.0.1:${port}`, retryForMs: 60_000, ...options },
        ...(signal === undefined ? {} : { signal }),
      }),
  );
  await delay(ms);
  return await writer.stop();
}

test("what is acknowledged is what was sent, at 200 lines a second", async () => {
  const { sent, acknowledged, pushes, refused, refusedAttempts } = await writeFor(600);
  expect([refused, refusedAttempts]).toEqual([[], []]);
  expect(acknowledged).toEqual(sent);
  expect(pushes).toHaveLength(sent.size / 10);
  // Five writers push ten lines at once and again each quarter of a second; a busy machine makes it less.
  expect(sent.size).toBeGreaterThanOrEqual(50);
  expect(sent.size).toBeLessThanOrEqual(150);
});

test("an attempt that is refused is told, and repeated", async () => {
  answers = [503, 500];
  const { acknowledged, sent, refused, refusedAttempts } = await writeFor(300);
  expect(refusedAttempts.map(({ said }) => said).sort()).toEqual([
    "Loki answered 500: said",
    "Loki answered 503: said",
  ]);
  expect([acknowledged.size, refused]).toEqual([sent.size, []]);
});

test("a push that is refused for good counts, and its lines are not acknowledged", async () => {
  answers = [400];
  const { acknowledged, sent, refused } = await writeFor(100);
  expect(refused).toEqual(["Loki answered 400: said"]);
  expect(acknowledged.size).toBe(sent.size - 10);
});

test("nothing is repeated any more once that is called off", async () => {
  answers = Array.from({ length: 1_000 }, () => 503);
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort();
  }, 200);
  const { acknowledged, refused } = await writeFor(300, abort.signal);
  expect(acknowledged.size).toBe(0);
  // Each of the five writers has given up at least once, long before its minute was over.
  expect(refused.length).toBeGreaterThanOrEqual(5);
});
