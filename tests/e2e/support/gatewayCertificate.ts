import { Authority, type Certificate } from "../../support/certificates";
import { namespaceObject } from "./podsWithLogs";
import type { Stage } from "./stage";

const secretName = "loki-gateway-tls";
const host = "loki-gateway.loki.svc";

/** The gateway's certificate, as a user or cert-manager puts it into the stack's namespace. */
export class GatewayCertificate {
  private readonly authority = Authority.create("e2e");

  /** `gateway.tls` of the stack. */
  get settings() {
    return { secretName, caCertificate: this.authority.certificate };
  }

  /** Before the stack, which takes the namespace over. */
  async put({ cluster: { kubectl } }: Pick<Stage, "cluster">): Promise<Certificate> {
    const issued = this.authority.issue(`/CN=${host}`, [host]);
    await kubectl.applyObjects([
      namespaceObject("loki"),
      {
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/tls",
        metadata: { name: secretName, namespace: "loki" },
        stringData: { "tls.crt": issued.certificate, "tls.key": issued.key },
      },
    ]);
    return issued;
  }

  remove(): void {
    this.authority.remove();
  }
}
