import { Agent } from "undici";
import type { ServerTls } from "../../components/serverTls";

/** How a server's certificate is verified, or who knows: by the CAs that the system trusts where nobody does. */
export type Verification = ServerTls | (() => Promise<ServerTls | undefined>) | undefined;

/** What `fetch` is told of the server's certificate. The same each time, so that connections last. */
export function verifying(tls: Verification): () => Promise<{ dispatcher?: Agent }> {
  let dispatcher: Agent | undefined;
  return async () => {
    const known = typeof tls === "function" ? await tls() : tls;
    dispatcher ??=
      known && new Agent({ connect: { ca: known.caCertificate, servername: known.serverName } });
    return dispatcher === undefined ? {} : { dispatcher };
  };
}
