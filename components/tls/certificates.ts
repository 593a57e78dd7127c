import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import { metadata } from "../kubernetes";
import { lokiHost, type LokiTls } from "../loki/lokiTls";
import { consulServerName, type ConsulTls } from "../ring/consulConfig";
import type { TlsSettings } from "../settings/schema";

/** The certificates that the stack's programs show each other. */
export interface Certificates {
  readonly loki: LokiTls;
  readonly consul: ConsulTls;
}

/** Says where the certificates are and, where cert-manager is to make them, asks it to. */
export function createCertificates(
  lokiName: string,
  args: {
    readonly settings: TlsSettings;
    readonly namespace: string;
    /** Whether the ring is kept by Consul's servers. */
    readonly withConsul: boolean;
  },
  opts: pulumi.CustomResourceOptions,
): Certificates | undefined {
  const { settings, namespace, withConsul } = args;
  if (settings.kind === "none") {
    return undefined;
  }
  const { lokiSecret, consulSecret, consulRpc } = settings;
  const serverName = lokiHost(lokiName, namespace);
  if (settings.kind === "certManager") {
    const { issuer: name, issuerKind: kind } = settings;
    const of = { namespace, issuer: { name, kind } };
    certificate({ ...of, component: lokiName, secretName: lokiSecret, dnsName: serverName }, opts);
    if (withConsul) {
      const consul = { component: "consul", secretName: consulSecret, dnsName: consulServerName };
      certificate({ ...of, ...consul }, opts);
    }
  }
  return {
    loki: { secretName: lokiSecret, serverName },
    consul: { secretName: consulSecret, rpc: consulRpc },
  };
}

/** Asks cert-manager for a certificate. @see https://cert-manager.io/docs/usage/certificate/ */
function certificate(
  args: {
    readonly component: string;
    readonly namespace: string;
    readonly secretName: string;
    readonly dnsName: string;
    readonly issuer: { readonly name: string; readonly kind: string };
  },
  opts: pulumi.CustomResourceOptions,
): void {
  const { component, namespace, secretName, dnsName, issuer } = args;
  const name = `${component}-tls`;
  new CustomResource(
    name,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: metadata(name, component, namespace),
      spec: {
        secretName,
        dnsNames: [dnsName],
        // Replicas and servers are each other's clients.
        usages: ["digital signature", "server auth", "client auth"],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        issuerRef: { ...issuer, group: "cert-manager.io" },
      },
    },
    opts,
  );
}
