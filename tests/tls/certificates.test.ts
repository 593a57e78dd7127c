import { labels } from "../../components/kubernetes";
import { createCertificates } from "../../components/tls/certificates";
import { inputsOf, inventory, record } from "../support/record";
import { prodSettings } from "../support/settings";

const type = "kubernetes:cert-manager.io/v1:Certificate";

const recordCertificates = (tls: Record<string, unknown>, withConsul = true) =>
  record(() => {
    const made = createCertificates(
      "loki",
      { settings: prodSettings({ tls }).tls, namespace: "logs", withConsul },
      {},
    );
    return made === undefined ? {} : { made };
  });

test.each([
  {
    what: "nothing where there is no TLS",
    tls: { kind: "none" },
    made: undefined,
  },
  {
    what: "the Secrets that are there",
    tls: { kind: "secrets", lokiSecret: "a", consulSecret: "b", consulRpc: "offered" },
    made: {
      loki: { secretName: "a", serverName: "loki.logs.svc" },
      consul: { secretName: "b", rpc: "offered" },
    },
  },
])("says $what, and makes nothing", async ({ tls, made }) => {
  const evaluation = await recordCertificates(tls);
  expect(evaluation.outputs).toEqual(made === undefined ? {} : { made });
  expect(evaluation.resources).toEqual([]);
});

test("asks cert-manager for a certificate of each, with the names that are looked at", async () => {
  const tls = { kind: "certManager", issuer: "acme-ca", issuerKind: "ClusterIssuer" };
  const evaluation = await recordCertificates(tls);
  expect(evaluation.outputs).toEqual({
    made: {
      loki: { secretName: "loki-tls", serverName: "loki.logs.svc" },
      consul: { secretName: "consul-tls", rpc: "required" },
    },
  });
  expect(inventory(evaluation)).toEqual([`${type}::consul-tls`, `${type}::loki-tls`]);
  const spec = {
    usages: ["digital signature", "server auth", "client auth"],
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    issuerRef: { name: "acme-ca", kind: "ClusterIssuer", group: "cert-manager.io" },
  };
  expect(inputsOf(evaluation, type, "loki-tls")).toEqual({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "loki-tls", namespace: "logs", labels: labels("loki") },
    spec: { ...spec, secretName: "loki-tls", dnsNames: ["loki.logs.svc"] },
  });
  expect(inputsOf(evaluation, type, "consul-tls")).toEqual({
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: "consul-tls", namespace: "logs", labels: labels("consul") },
    spec: { ...spec, secretName: "consul-tls", dnsNames: ["server.loki.consul"] },
  });
});

test("asks for none of Consul's where the ring has no Consul", async () => {
  const evaluation = await recordCertificates({ kind: "certManager", issuer: "a" }, false);
  expect(inventory(evaluation)).toEqual([`${type}::loki-tls`]);
});
