import { metricVariable, prometheusVariable } from "./variables";

/** The Prometheus, and the namespaces in which a stack's programs of one kind run. */
export const stackVariables = (metric: string) => [
  prometheusVariable(),
  metricVariable({
    name: "namespace",
    label: "Namespace",
    description: "Namespaces of the pods that are scraped",
    values: `label_values(${metric}, namespace)`,
  }),
];

export const lokiTenantVariable = () =>
  metricVariable({
    name: "lokiTenant",
    label: "Loki's tenant",
    description: "Tenants that write",
    values: 'label_values(loki_distributor_bytes_received_total{namespace=~"$namespace"}, tenant)',
  });
