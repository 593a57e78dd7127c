import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LokiClient } from "../../tools/cluster/lokiClient";

test("says which address gave no answer in time, without its query", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await expect(
      new LokiClient({ url, timeoutMs: 50 }).raw("/loki/api/v1/query?query=x"),
    ).rejects.toThrow(`${url}/loki/api/v1/query gave no answer within 0.05 s`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test.each(["forward", "backward"] as const)(
  "reads every line %s where a query leaves out what has the time of its beginning",
  async (direction) => {
    const times = Array.from({ length: 10 }, (_, index) => index + 1);
    const server = createServer(({ url = "" }, response) => {
      const { searchParams } = new URL(url, "http://loki");
      const [start, end, limit] = ["start", "end", "limit"].map((name) =>
        Number(searchParams.get(name)),
      ) as [number, number, number];
      const inRange = times.filter((time) => time > start && time < end);
      const ordered = direction === "forward" ? inRange : inRange.reverse();
      const values = ordered.slice(0, limit).map((time) => [`${time}`, `line ${time}`]);
      response.end(JSON.stringify({ data: { result: [{ stream: {}, values }] } }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const range = { start: 1n, end: 11n };
      const found = await new LokiClient({ url }).readAll("{}", range, { pageSize: 3, direction });
      expect(found.map(({ time }) => Number(time)).sort((a, b) => a - b)).toEqual(times);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
