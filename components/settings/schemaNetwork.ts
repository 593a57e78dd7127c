import { z } from "zod";
import { cidrFlaw } from "./cidrs";
import { existingNamespace, type EnvironmentDefault } from "./fields";
import { checkedText } from "./flaws";

const namespaces = () => z.array(existingNamespace("ingress-nginx")).default([]);

const cidrs = () => z.array(checkedText(cidrFlaw).meta({ examples: ["10.0.0.0/16"] })).default([]);

/** Which pods may reach which. */
export function networkSchema(byEnvironment: EnvironmentDefault) {
  return z
    .strictObject({
      policies: z
        .boolean()
        .default(byEnvironment(false, true))
        .describe(
          "NetworkPolicies that refuse what the stack does not need. Void where the cluster's CNI does not enforce them.",
        ),
      gatewayClients: namespaces().describe(
        "Namespaces whose pods may push and query, such as the ingress controller's. The collector and Grafana always may.",
      ),
      gatewayClientCidrs: cidrs().describe(
        "Addresses from which clients may push and query, such as those of a cloud's load balancer.",
      ),
      grafanaClients: namespaces().describe("Namespaces whose pods may reach Grafana."),
      grafanaClientCidrs: cidrs().describe(
        "Addresses from which clients may reach Grafana, such as those of a cloud's load balancer.",
      ),
      tracingClients: namespaces().describe(
        "Namespaces whose pods may send traces to the stack's own Tempo.",
      ),
      tracingReaders: namespaces().describe(
        "Namespaces whose pods may read traces from the stack's own Tempo, such as that of a Grafana of your own. The stack's always may.",
      ),
      scrapers: namespaces().describe("Namespaces whose pods may read metrics."),
      objectStoreCidrs: cidrs().describe(
        "Addresses of the object store, and of STS with IRSA. Unset: every public address, at the store's port.",
      ),
      apiServerCidrs: cidrs().describe(
        "Addresses of the Kubernetes API, for the collector. Unset: every address at 443 and 6443.",
      ),
      grafanaDatabaseCidrs: cidrs().describe(
        "Addresses of Grafana's database. Unset: the address or the namespace that its host names, else every address, at its port.",
      ),
    })
    .prefault({})
    .describe("Which pods may reach which.");
}
