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
