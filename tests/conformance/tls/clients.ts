import { request } from "node:https";
import { connect } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import type { CertificateFiles } from "../../support/mountedSecret";

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** The answer to a GET by HTTPS. */
export async function get(
  place: Place,
  path: string,
  trust: { readonly ca: string; readonly servername: string },
): Promise<{ status: number; body: string }> {
  return await new Promise((resolve, reject) => {
    const headers = { Accept: "application/json" };
    const asked = request({ ...place, path, ...trust, headers, timeout: 10_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer within 10 s")));
    asked.on("error", reject);
    asked.end();
  });
}

/** The serial number of the certificate that a server shows to anybody. */
export async function shownBy(
  place: Place,
  trust: { readonly ca: string; readonly servername: string },
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connectTls({ ...place, ...trust }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on("error", reject);
    socket.setTimeout(10_000, () => socket.destroy(new Error("no handshake within 10 s")));
  });
}

/**
 * What becomes of a connection for gRPC: the serial number of the server's certificate once the server has
 * said something, or its refusal. In TLS 1.3 a client hears only then that its certificate is refused.
 */
export async function handshake(
  { host, port }: Place,
  trust: { readonly ca: string; readonly servername: string },
  own?: CertificateFiles,
): Promise<string> {
  const options: ConnectionOptions = { host, port, ...trust, ALPNProtocols: ["h2"] };
  const files = own === undefined ? {} : { cert: own["tls.crt"], key: own["tls.key"] };
  return await new Promise((resolve) => {
    const socket = connectTls({ ...options, ...files });
    const end = (what: string) => {
      resolve(what);
      socket.destroy();
    };
    // A server of HTTP/2 speaks first.
    socket.on("data", () => {
      end(socket.getPeerCertificate().serialNumber);
    });
    socket.on("error", ({ message }: Error) => {
      end(message.replace(/^.*SSL routines:[^:]*:/s, "").replace(/:\.\..*/s, ""));
    });
    socket.setTimeout(10_000, () => {
      end("nothing within 10 s");
    });
  });
}

/** Sends bytes and gives what came back until a text is among it, or until there is no more. */
export async function exchange(
  { host, port }: Place,
  bytes: string,
  { until, withinMs = 10_000 }: { readonly until?: string; readonly withinMs?: number } = {},
): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write(bytes));
    let text = "";
    socket.setEncoding("latin1").on("data", (more: string) => {
      text += more;
      if (until !== undefined && text.includes(until)) {
        socket.destroy();
      }
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      resolve(text);
    });
    setTimeout(() => socket.destroy(), withinMs).unref();
  });
}
