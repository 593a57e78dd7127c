export interface Sender {
  /** Whose password is sent too. @default nobody's */
  readonly user?: string;
  /** More headers, line for line. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** The bytes of a request. */
export function request(method: string, path: string, sender: Sender): string {
  const { user, headers = [], body = "" } = sender;
  const basic = user && Buffer.from(`${user}:${user}!`).toString("base64");
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: loki-gateway",
    ...(basic === undefined ? [] : [`Authorization: Basic ${basic}`]),
    ...headers,
    ...(headers.some((line) => line.startsWith("Transfer-Encoding"))
      ? []
      : [`Content-Length: ${body.length}`]),
    "Connection: close",
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
