import { restrictedContainer, restrictedPod } from "../../components/kubernetes";
import { restrictedViolations } from "./podSecurity";
import type { PodSpec } from "./workloads";

const container = { name: "c", image: "i", securityContext: restrictedContainer };
const pod = { securityContext: restrictedPod(10_001), containers: [container] };

const withContainer = (change: object) => ({ ...pod, containers: [{ ...container, ...change }] });
const withContext = (change: object) =>
  withContainer({ securityContext: { ...restrictedContainer, ...change } });

/** Without such a list the rule could pass everything, and so prove nothing. */
test.each([
  ["a pod that satisfies it", pod, []],
  [
    "one more capability to bind low ports",
    withContext({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }),
    [],
  ],
  ["the node's network", { ...pod, hostNetwork: true }, ["hostNetwork"]],
  ["the node's processes", { ...pod, hostPID: true, hostIPC: true }, ["hostPID", "hostIPC"]],
  [
    "a folder of the node",
    { ...pod, volumes: [{ name: "v", hostPath: { path: "/" } }] },
    ["volume v: hostPath"],
  ],
  [
    "root by the pod",
    { ...pod, securityContext: { ...pod.securityContext, runAsUser: 0 } },
    ["pod: runAsUser 0"],
  ],
  ["root by the container", withContext({ runAsUser: 0 }), ["c: runAsUser 0"]],
  [
    "nothing said",
    { containers: [{ name: "c", image: "i" }] },
    [
      "c: allowPrivilegeEscalation not false",
      "c: runAsNonRoot not true",
      "c: no seccompProfile",
      "c: capabilities not dropped",
    ],
  ],
  [
    "no seccomp profile of an init container",
    { ...pod, initContainers: withContext({ seccompProfile: { type: "Unconfined" } }).containers },
    ["c: seccompProfile", "c: no seccompProfile"],
  ],
  [
    "AppArmor off",
    withContext({ appArmorProfile: { type: "Unconfined" } }),
    ["c: appArmorProfile"],
  ],
  ["an SELinux type", withContext({ seLinuxOptions: { type: "spc_t" } }), ["c: seLinuxOptions"]],
  ["sysctls", withContext({ sysctls: [{ name: "a", value: "b" }] }), ["c: sysctls"]],
  [
    "a process of a Windows node",
    withContext({ windowsOptions: { hostProcess: true } }),
    ["c: hostProcess of Windows"],
  ],
  ["privileges", withContext({ privileged: true }), ["c: privileged"]],
  ["another /proc", withContext({ procMount: "Unmasked" }), ["c: procMount"]],
  [
    "root allowed by the container",
    withContext({ runAsNonRoot: false }),
    ["c: runAsNonRoot false", "c: runAsNonRoot not true"],
  ],
  [
    "a capability",
    withContext({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }),
    ["c: capabilities added"],
  ],
  ["a port of the node", withContainer({ ports: [{ hostPort: 80 }] }), ["c: hostPort"]],
  [
    "a probe of another host",
    withContainer({ livenessProbe: { tcpSocket: { host: "10.0.0.1", port: 1 } } }),
    ["c: host of a probe"],
  ],
  [
    "a hook on another host",
    withContainer({ lifecycle: { preStop: { httpGet: { host: "10.0.0.1", port: 1 } } } }),
    ["c: host of a probe"],
  ],
] as readonly [string, PodSpec, string[]][])(
  'Pod Security "restricted" judges %s',
  (_, spec, violations) => {
    expect(restrictedViolations(spec)).toEqual(violations);
  },
);
