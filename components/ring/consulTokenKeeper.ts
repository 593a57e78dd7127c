import type * as k8s from "@pulumi/kubernetes";
import { containerResources, restrictedContainer } from "../kubernetes";
import type { ConsulSecrets } from "./consulSecrets";

/**
 * Looks now and then whether Consul still knows Loki's token, and makes it again where it does not:
 * the bootstrap Job runs once, and servers that lost their volumes start with nothing. Without it
 * Loki's writes would stop when the heartbeats' timeout is over. In the background, so that the shell
 * hears that it is to stop.
 */
export const tokenKeeperScript = `
trap 'exit 0' TERM
while :; do
  sleep 20 &
  wait $!
  consul acl token read -accessor-id "$(cat /tokens/loki/accessor)" >/dev/null 2>&1 && continue
  /bin/sh /bootstrap/bootstrap.sh &
  wait $!
done
`.trimStart();

/** A container beside each server: whichever looks first mends it for all. */
export function tokenKeeper(
  image: string,
  httpPort: number,
  { metrics }: Pick<ConsulSecrets, "metrics">,
): k8s.types.input.core.v1.Container {
  return {
    name: "token-keeper",
    image,
    command: ["/bin/sh", "/bootstrap/keep-token.sh"],
    env: [
      { name: "CONSUL_HTTP_ADDR", value: `http://127.0.0.1:${httpPort}` },
      { name: "CONSUL_HTTP_TOKEN_FILE", value: "/tokens/management/token" },
    ],
    // A shell, and for a moment Consul's own command.
    resources: containerResources({
      cpuRequest: "10m",
      memoryRequest: "32Mi",
      memoryLimit: "128Mi",
    }),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "bootstrap", mountPath: "/bootstrap", readOnly: true },
      { name: "management", mountPath: "/tokens/management", readOnly: true },
      { name: "loki-token", mountPath: "/tokens/loki", readOnly: true },
      ...(metrics === undefined
        ? []
        : [{ name: "metrics-token", mountPath: "/tokens/metrics", readOnly: true }]),
    ],
  };
}

/** What it mounts beside what the server has mounted already. */
export const tokenKeeperVolumes = (
  secrets: Pick<ConsulSecrets, "loki" | "metrics">,
  configMapName: string,
): k8s.types.input.core.v1.Volume[] => [
  { name: "bootstrap", configMap: { name: configMapName } },
  { name: "loki-token", secret: { secretName: secrets.loki, defaultMode: 0o440 } },
  ...(secrets.metrics === undefined
    ? []
    : [{ name: "metrics-token", secret: { secretName: secrets.metrics, defaultMode: 0o440 } }]),
];
