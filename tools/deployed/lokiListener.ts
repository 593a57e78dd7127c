import { lokiHost } from "../../components/loki/lokiTls";
import type { ServerTls } from "../../components/serverTls";
import type { DeployedStack } from "./deployedStack";
import { httpPortOf, lokiStatefulSet, tlsSecretOf } from "./lokiStatefulSet";

/** How the replicas' HTTP interface is spoken to. */
export interface LokiListener {
  readonly port: number;
  /** Absent where it is in plain text. */
  readonly tls?: ServerTls;
}

/** Where the replicas listen, and whose certificate they show there. */
export async function lokiListener(
  stack: Pick<DeployedStack, "kubectl" | "outputs">,
): Promise<LokiListener> {
  const statefulSet = await lokiStatefulSet(stack);
  const port = httpPortOf(statefulSet);
  const secretName = tlsSecretOf(statefulSet);
  if (secretName === undefined) {
    return { port };
  }
  const { namespace } = stack.outputs;
  const place = ["--namespace", namespace];
  // The CA's certificate alone: the key beside it is nobody's here.
  const wanted = ["--output", String.raw`jsonpath={.data.ca\.crt}`];
  const encoded = await stack.kubectl.call(["get", "secret", secretName, ...place, ...wanted]);
  const caCertificate = Buffer.from(encoded, "base64").toString();
  return { port, tls: { caCertificate, serverName: lokiHost("loki", namespace) } };
}
