import { poll } from "../../../tools/cluster/poll";
import { Authority } from "../../support/certificates";
import type { Stage } from "./stage";

const secretName = "loki-gateway-tls";
const namespace = "loki";
const host = "loki-gateway.loki.svc";

/** The gateway's certificate, as a user or cert-manager puts it into the stack's namespace. */
export class GatewayCertificate {
  private readonly authority = Authority.create("e2e");

  /** `gateway.tls` of the stack. */
  get settings() {
    return { secretName, caCertificate: this.authority.certificate };
  }

  /** Once the stack has made its namespace: the gateway's pods wait for it. */
  async put({ cluster: { kubectl } }: Pick<Stage, "cluster">): Promise<void> {
    const issued = this.authority.issue(`/CN=${host}`, [host]);
    await poll(() => kubectl.call(["get", "namespace", namespace]), {
      what: "the stack's namespace",
      timeoutMs: 120_000,
    });
    await kubectl.applyObjects([
      {
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/tls",
        metadata: { name: secretName, namespace },
        stringData: { "tls.crt": issued.certificate, "tls.key": issued.key },
      },
    ]);
  }

  remove(): void {
    this.authority.remove();
  }
}
