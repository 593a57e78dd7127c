import { containersOf, type Container, type PodSpec } from "./workloads";

const volumeTypes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
  "image",
];

type Members = Record<string, unknown>;

const member = (value: unknown, name: string) => (value as Members | undefined)?.[name];

/**
 * What of a pod the Pod Security Standard "restricted" refuses, as the API server of 1.34 judges it.
 * @see https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
export function restrictedViolations(spec: PodSpec): string[] {
  return [
    ...(["hostNetwork", "hostPID", "hostIPC"] as const).filter((name) => spec[name] === true),
    ...(spec.volumes ?? []).flatMap(volumeViolations),
    ...contextViolations("pod", spec.securityContext ?? {}),
    ...containersOf(spec).flatMap((container) => containerViolations(container, spec)),
  ];
}

function volumeViolations(volume: Members): string[] {
  return Object.keys(volume)
    .filter((key) => key !== "name" && !volumeTypes.includes(key))
    .map((type) => `volume ${String(volume["name"])}: ${type}`);
}

function contextViolations(where: string, context: Members): string[] {
  const selinux = context["seLinuxOptions"] as Members | undefined;
  const seccomp = member(context["seccompProfile"], "type");
  const appArmor = member(context["appArmorProfile"], "type");
  return Object.entries({
    "runAsUser 0": context["runAsUser"] === 0,
    "runAsNonRoot false": context["runAsNonRoot"] === false,
    seccompProfile: seccomp !== undefined && !isProfile(seccomp),
    appArmorProfile: appArmor !== undefined && !isProfile(appArmor),
    seLinuxOptions: selinux !== undefined,
    sysctls: context["sysctls"] !== undefined,
  })
    .filter(([, broken]) => broken)
    .map(([what]) => `${where}: ${what}`);
}

const isProfile = (type: unknown) => type === "RuntimeDefault" || type === "Localhost";

function containerViolations(container: Container, spec: PodSpec): string[] {
  const context = container.securityContext ?? {};
  const pod = spec.securityContext ?? {};
  const { drop = [], add = [] } = (context["capabilities"] ?? {}) as Record<string, string[]>;
  const broken = {
    privileged: context["privileged"] === true,
    "hostProcess of Windows": member(context["windowsOptions"], "hostProcess") === true,
    procMount: ![undefined, "Default"].includes(context["procMount"] as string | undefined),
    "allowPrivilegeEscalation not false": context["allowPrivilegeEscalation"] !== false,
    "runAsNonRoot not true": (context["runAsNonRoot"] ?? pod["runAsNonRoot"]) !== true,
    "no seccompProfile": !isProfile(
      member(context["seccompProfile"] ?? pod["seccompProfile"], "type"),
    ),
    "capabilities not dropped": !drop.includes("ALL"),
    "capabilities added": add.some((capability) => capability !== "NET_BIND_SERVICE"),
    hostPort: (container.ports ?? []).some((port) => (port["hostPort"] ?? 0) !== 0),
    "host of a probe": hasHost(container),
  };
  const { name } = container;
  return [
    ...contextViolations(name, context),
    ...Object.entries(broken)
      .filter(([, is]) => is)
      .map(([what]) => `${name}: ${what}`),
  ];
}

function hasHost({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): boolean {
  const handlers = [livenessProbe, readinessProbe, startupProbe, ...Object.values(lifecycle ?? {})];
  return handlers.some((handler) =>
    [handler?.["httpGet"], handler?.["tcpSocket"]].some((action) => member(action, "host")),
  );
}
