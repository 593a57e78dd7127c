import type * as k8s from "@pulumi/kubernetes";
import { containerResources, restrictedContainer, restrictedPod } from "../kubernetes";
import { onDifferentNodes, overZones } from "../placement";
import type { ConsulRingSettings } from "../settings/schema";
import type { BootstrapFiles } from "./consulBootstrap";
import { consulPaths, joinFile } from "./consulConfig";
import { consulUser } from "./consulPods";
import type { ConsulSecrets } from "./consulSecrets";
import { tokenKeeper, tokenKeeperVolumes } from "./consulTokenKeeper";

/** @see https://developer.hashicorp.com/consul/docs/reference/architecture/ports */
export const ports = { http: 8500, rpc: 8300, serf: 8301 } as const;

const managementToken = "/consul/management/token";

/**
 * Lets a server go only when the others have a majority without it, so that a rollout never takes
 * two. Gives up after half a minute: a cluster that is broken already must still be restartable.
 */
const waitForTolerance = `
i=0
while [ $i -lt 30 ]; do
  case "$(consul operator autopilot state -format=json 2>/dev/null)" in
    *'"FailureTolerance": '[1-9]*) exit 0 ;;
  esac
  i=$((i + 1))
  sleep 1
done
`.trim();

/** The pod of one Consul server. */
export function consulServerPod(args: {
  readonly name: string;
  readonly image: string;
  readonly settings: ConsulRingSettings;
  readonly configMapName: string;
  readonly secrets: ConsulSecrets;
  readonly bootstrap: Pick<BootstrapFiles, "configMapName">;
  /** Secret with the servers' certificate. @default none: RPC in plain text */
  readonly tlsSecretName?: string | undefined;
}): k8s.types.input.core.v1.PodSpec {
  const { name, image, settings, configMapName, secrets, bootstrap, tlsSecretName } = args;
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod(consulUser),
    // The half minute that a server may wait for the others, and as long again to stop.
    terminationGracePeriodSeconds: 60,
    // Preferred, so that a small cluster can still run the stack.
    affinity: onDifferentNodes(name, "preferred"),
    topologySpreadConstraints: overZones(name),
    containers: [
      serverContainer(image, settings, tlsSecretName === undefined ? [] : [tlsMount]),
      tokenKeeper(image, ports.http, secrets),
    ],
    volumes: [
      { name: "config", configMap: { name: configMapName } },
      { name: "secrets", secret: { secretName: secrets.server, defaultMode: 0o440 } },
      { name: "management", secret: { secretName: secrets.management, defaultMode: 0o440 } },
      { name: "gossip", emptyDir: { sizeLimit: "64Mi" } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      ...tokenKeeperVolumes(secrets, bootstrap.configMapName),
      ...(tlsSecretName === undefined
        ? []
        : [{ name: tlsMount.name, secret: { secretName: tlsSecretName, defaultMode: 0o440 } }]),
    ],
  };
}

const tlsMount = { name: "tls", mountPath: consulPaths.tls, readOnly: true };

function serverContainer(
  image: string,
  settings: ConsulRingSettings,
  moreMounts: readonly k8s.types.input.core.v1.VolumeMount[],
): k8s.types.input.core.v1.Container {
  const waitBeforeStop = { preStop: { exec: { command: ["/bin/sh", "-c", waitForTolerance] } } };
  return {
    name: "consul",
    image,
    command: [
      "consul",
      "agent",
      `-config-file=${consulPaths.config}/consul.json`,
      `-config-file=${consulPaths.config}/${joinFile("$(POD_NAME)")}`,
      `-config-dir=${consulPaths.secrets}`,
      "-advertise=$(POD_IP)",
    ],
    env: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      { name: "CONSUL_HTTP_TOKEN_FILE", value: managementToken },
    ],
    ports: [
      { name: "http", containerPort: ports.http },
      { name: "rpc", containerPort: ports.rpc },
      { name: "serf-tcp", containerPort: ports.serf },
      { name: "serf-udp", containerPort: ports.serf, protocol: "UDP" },
    ],
    // Answered by the leader, whom this server must know: nothing that anybody may see is in it.
    readinessProbe: {
      httpGet: { path: "/v1/catalog/nodes", port: "http" },
      periodSeconds: 1,
      failureThreshold: 5,
    },
    livenessProbe: {
      tcpSocket: { port: "rpc" },
      initialDelaySeconds: 30,
      periodSeconds: 20,
      failureThreshold: 6,
    },
    ...(settings.servers > 1 ? { lifecycle: waitBeforeStop } : {}),
    resources: containerResources(settings.resources),
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: "data", mountPath: consulPaths.data },
      // Not on the volume: a server that remembers the addresses of pods that are gone was measured
      // to take a minute to believe the new ones, and to keep an old gossip key.
      { name: "gossip", mountPath: `${consulPaths.data}/serf` },
      { name: "config", mountPath: consulPaths.config, readOnly: true },
      { name: "secrets", mountPath: consulPaths.secrets, readOnly: true },
      { name: "management", mountPath: "/consul/management", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
      ...moreMounts,
    ],
  };
}
