import type { StorageSettings, TempoStorageSettings } from "../settings/schema";
import { portOf, publicAddresses, range, tcp, waysTo, type Way } from "./peers";

/** Where pods get the rights of their cloud identity. */
const identityServers = {
  /** @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
  podIdentity: ["169.254.170.23/32", "fd00:ec2::23/128"],
  /** @see https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity */
  workloadIdentity: ["169.254.169.252/32", "169.254.169.254/32"],
} as const;

/** What the pods that use an object store must reach for it. */
export function storeWays(
  storage: StorageSettings | TempoStorageSettings,
  cidrs: readonly string[],
): readonly Way[] {
  const https = {
    peers: cidrs.length > 0 ? cidrs.map(range) : publicAddresses,
    ports: tcp(443),
  };
  switch (storage.kind) {
    case "filesystem":
      return [];
    case "s3":
      // With IRSA the identity is got from STS, which is at 443 too.
      return storage.identity.kind === "podIdentity"
        ? [https, { peers: identityServers.podIdentity.map(range), ports: tcp(80) }]
        : [https];
    case "gcs":
      return [https, { peers: identityServers.workloadIdentity.map(range), ports: tcp(80, 988) }];
    case "s3Compatible":
      return cidrs.length > 0
        ? [{ peers: cidrs.map(range), ports: portOf(storage.endpoint) }]
        : waysTo(storage.endpoint);
  }
}
