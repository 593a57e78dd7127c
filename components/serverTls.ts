/** How clients verify a server's certificate. */
export interface ServerTls {
  /** PEM of the CAs that it may be signed by. */
  readonly caCertificate: string;
  /** The DNS name in it. */
  readonly serverName: string;
}
