/** A pod with the label `app` that prints lines once and stays. */
export function printingPod(args: {
  readonly name: string;
  readonly namespace: string;
  readonly app: string;
  readonly lines: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}) {
  const { name, namespace, app, lines, annotations } = args;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, labels: { app }, ...(annotations && { annotations }) },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: "app",
          image: "docker.io/library/busybox:1.36",
          imagePullPolicy: "IfNotPresent",
          command: ["/bin/sh", "-c", 'printf "%s\\n" "$@"; exec sleep 3600', "sh", ...lines],
          resources: { requests: { cpu: "10m", memory: "8Mi" }, limits: { memory: "32Mi" } },
        },
      ],
    },
  };
}

export const namespaceObject = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
