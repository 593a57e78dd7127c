import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Ingress } from "@pulumi/kubernetes/networking/v1";
import type * as pulumi from "@pulumi/pulumi";
import { metadata } from "../kubernetes";
import type { Owner } from "../kubernetesObjects";
import type { ExposeSettings, HttpRouteSettings, IngressSettings } from "../settings/schema";

/** The Service that is reached from outside, which has its owner's name. */
export interface Exposed {
  readonly owner: Owner;
  readonly port: number;
  /** Whether it speaks HTTPS. @default false */
  readonly https?: boolean;
  /** The longest that it takes to answer, in seconds. */
  readonly answersWithinSeconds: number;
  /** Paths whose answers never end: a live tail, a websocket. */
  readonly endless: readonly string[];
}

/** The gateway takes pushes of 20 MiB. ingress-nginx takes 1 MiB where it is not told. */
const largestBody = "20m";

/**
 * Leads a host's traffic from outside the cluster to a Service. What ends the traffic there, the
 * controller of an Ingress or a Gateway, is the cluster's.
 */
export function exposeService(
  exposed: Exposed,
  settings: ExposeSettings,
  opts: pulumi.CustomResourceOptions,
): void {
  switch (settings.kind) {
    case "ingress":
      ingress(exposed, settings, opts);
      break;
    case "httpRoute":
      httpRoute(exposed, settings, opts);
      break;
  }
}

/** @see https://kubernetes.io/docs/concepts/services-networking/ingress/ */
function ingress(
  { owner, port, https = false, answersWithinSeconds }: Exposed,
  { host, className, tls, tlsSecretName, annotations = {} }: IngressSettings,
  opts: pulumi.CustomResourceOptions,
): void {
  const { name, namespace } = owner;
  const forController = className === "nginx" ? nginxAnnotations(answersWithinSeconds, https) : {};
  const service = { name, port: { number: port } };
  new Ingress(
    `${name}-ingress`,
    {
      metadata: {
        ...metadata(name, name, namespace),
        annotations: { ...withoutWaiting, ...forController, ...annotations },
      },
      spec: {
        ...(className === undefined ? {} : { ingressClassName: className }),
        ...(tls === "secret" && tlsSecretName !== undefined
          ? { tls: [{ hosts: [host], secretName: tlsSecretName }] }
          : {}),
        rules: [
          { host, http: { paths: [{ path: "/", pathType: "Prefix", backend: { service } }] } },
        ],
      },
    },
    opts,
  );
}

/**
 * The engine would wait ten minutes for an address in the Ingress's status and then fail, also where
 * all is well and the controller writes none: https://github.com/pulumi/pulumi-kubernetes/issues/1812
 */
const withoutWaiting = { "pulumi.com/skipAwait": "true" };

/** @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/ */
function nginxAnnotations(answersWithinSeconds: number, https: boolean): Record<string, string> {
  const prefix = "nginx.ingress.kubernetes.io";
  return {
    [`${prefix}/proxy-body-size`]: largestBody,
    [`${prefix}/proxy-read-timeout`]: String(answersWithinSeconds),
    [`${prefix}/proxy-send-timeout`]: String(answersWithinSeconds),
    ...(https ? { [`${prefix}/backend-protocol`]: "HTTPS" } : {}),
  };
}

/** @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
function httpRoute(
  { owner, port, answersWithinSeconds, endless }: Exposed,
  { host, parentRef, timeouts, annotations }: HttpRouteSettings,
  opts: pulumi.CustomResourceOptions,
): void {
  const { name, namespace } = owner;
  const rule = (paths: readonly string[], request: string) => ({
    matches: paths.map((value) => ({ path: { type: "PathPrefix", value } })),
    backendRefs: [{ name, port }],
    ...(timeouts ? { timeouts: { request } } : {}),
  });
  const forEverything = rule(["/"], gatewayDuration(answersWithinSeconds));
  new CustomResource(
    `${name}-route`,
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: {
        ...metadata(name, name, namespace),
        ...(annotations === undefined ? {} : { annotations }),
      },
      spec: {
        parentRefs: [parentRef],
        hostnames: [host],
        rules: timeouts ? [rule(endless, "0s"), forEverything] : [forEverything],
      },
    },
    opts,
  );
}

/** At most five digits for each unit. @see https://gateway-api.sigs.k8s.io/geps/gep-2257/ */
export function gatewayDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  return hours === 0 ? `${seconds}s` : `${hours}h${seconds % 3_600}s`;
}
