import type { Access } from "../outputs";
import type { Settings } from "../settings/schema";
import { literal, type Datasource, type DatasourcesFile } from "./datasourceFile";
import { datasources, lokiName, type DatasourcesArgs } from "./datasources";
import { lokiReaders, type LokiReader } from "./lokiReaders";

/**
 * The stack's data sources for a Grafana that has others too. It does without `prune`: that Grafana may
 * start before its sidecar has written the file, and would then delete what it found there before.
 */
export interface SharedDatasourcesFile extends Pick<DatasourcesFile, "apiVersion" | "datasources"> {
  /** What Grafana removes before it makes the others. */
  deleteDatasources: { name: string; orgId: 1 }[] | undefined;
}

export interface SharedDatasourcesArgs extends DatasourcesArgs {
  /** Which of them the file has. */
  readonly kinds: readonly Datasource["type"][];
  readonly readers: readonly LokiReader[];
  /** Tenants whose data source may still be there. */
  readonly removedTenants: readonly string[];
}

/** Texts of passwords by the uid of their data source, as far as they are known. */
export type KnownPasswords = Readonly<Record<string, string | undefined>>;

/**
 * Grafana takes one default of all its files, so none of these is. A password that is not given is
 * read from Grafana's environment: without braces, so that Grafana reads no `$` in the password itself.
 */
export function sharedDatasources(
  args: SharedDatasourcesArgs,
  passwords: KnownPasswords,
): SharedDatasourcesFile {
  const { kinds, readers, removedTenants } = args;
  const passwordOf = ({ uid, variable }: LokiReader) => {
    const known = passwords[uid];
    return known === undefined ? `$${variable}` : literal(known);
  };
  const byUid = new Map(readers.map((reader) => [reader.uid, passwordOf(reader)]));
  return {
    apiVersion: 1,
    deleteDatasources:
      removedTenants.length === 0
        ? undefined
        : removedTenants.map((tenant) => ({ name: literal(lokiName(tenant)), orgId: 1 })),
    datasources: datasources(args)
      .datasources.filter(({ type }) => kinds.includes(type))
      .map((datasource) => ({
        ...withPassword(datasource, byUid.get(datasource.uid)),
        isDefault: false,
      })),
  };
}

const withPassword = (datasource: Datasource, basicAuthPassword: string | undefined): Datasource =>
  datasource.type === "loki" && basicAuthPassword !== undefined
    ? { ...datasource, secureJsonData: { ...datasource.secureJsonData, basicAuthPassword } }
    : datasource;

/** What of a stack its data sources are made from. */
export function sharedDatasourcesArgs(
  { grafana, loki, monitoring, removedTenants, tracing }: Settings,
  access: Pick<Access, "url" | "tls" | "tenants">,
  tempoUrl: string | undefined,
): SharedDatasourcesArgs {
  const readers = lokiReaders(access);
  const [first, ...others] = readers;
  return {
    loki: {
      url: access.url,
      tls: access.tls,
      queryTimeout: loki.limits.queryTimeout,
      user: first?.user,
      others,
    },
    tempoUrl,
    prometheusUrl: monitoring.prometheusUrl,
    spanMetrics: tracing.spanMetrics,
    kinds: grafana.sidecar.datasources,
    readers,
    removedTenants,
  };
}
