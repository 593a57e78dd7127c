import type { ServerTls } from "../serverTls";
import { durationMs } from "../settings/durations";
import { literal, type DatasourcesFile, type LokiDatasource } from "./datasourceFile";
import { datasourceUids, lokiUid } from "./datasourceUids";
import { derivedFields } from "./derivedFields";
import { prometheusDatasource } from "./prometheusDatasource";
import { tempoDatasource } from "./tempoDatasource";

/** Where Grafana finds Loki. */
export interface LokiEndpoint {
  /** `http(s)://host:port` of Loki or of the gateway in front of it. */
  readonly url: string;
  /** How its certificate is verified. @default plain HTTP */
  readonly tls?: ServerTls | undefined;
  /** The longest Loki works on one query, as a Go duration. */
  readonly queryTimeout: string;
  /**
   * Who reads through the gateway, which sets the tenant's header itself.
   * @default no authentication
   */
  readonly user?: string | undefined;
  /** Tenants beside the first. @default none */
  readonly others?: readonly TenantReader[];
}

/** Who reads a tenant's lines. */
export interface TenantReader {
  readonly tenant: string;
  readonly user: string;
}

export interface DatasourcesArgs {
  readonly loki: LokiEndpoint;
  /** `http://host:port` of Tempo. @default no Tempo, and no links from logs to traces */
  readonly tempoUrl?: string | undefined;
  /** `http(s)://host:port` of Prometheus, or of what speaks as it does. @default none */
  readonly prometheusUrl?: string | undefined;
  /** Whether that Prometheus has the series of Tempo's metrics generator. @default false */
  readonly spanMetrics?: boolean | undefined;
}

/** Name of the data source of a tenant beside the first one. */
export const lokiName = (tenant: string) => `Loki (${tenant})`;

/** Where Grafana's container finds the password that it reads a tenant's lines with. */
const passwordPath = (uid: string) => `/etc/grafana/secrets/${uid}-read-password`;

/** The data sources of the stack's Grafana. */
export function datasources(args: DatasourcesArgs): DatasourcesFile {
  const { loki, tempoUrl, prometheusUrl, spanMetrics = false } = args;
  const linksToTraces = tempoUrl !== undefined;
  const tempo = {
    name: "Tempo",
    // Without the series the service graph is empty and its links lead to nothing.
    spanMetrics: spanMetrics && prometheusUrl !== undefined,
  };
  const prometheus = { name: "Prometheus", linksToTraces };
  return {
    apiVersion: 1,
    prune: true,
    datasources: [
      ...lokiDatasources(loki, linksToTraces),
      ...(tempoUrl === undefined ? [] : [tempoDatasource({ ...tempo, url: tempoUrl })]),
      ...(prometheusUrl === undefined
        ? []
        : [prometheusDatasource({ ...prometheus, url: prometheusUrl })]),
    ],
  };
}

/** The first tenant's, which links and saved dashboards name, and one for each other tenant. */
function lokiDatasources(loki: LokiEndpoint, linksToTraces: boolean): LokiDatasource[] {
  const { user, others = [] } = loki;
  const first = { name: "Loki", uid: datasourceUids.loki, user, isDefault: true };
  return [
    first,
    ...others.map(({ tenant, user: reader }) => ({
      name: lokiName(tenant),
      uid: lokiUid(tenant),
      user: reader,
      isDefault: false,
    })),
  ].map((who) => lokiDatasource(loki, who, linksToTraces));
}

interface Who extends Pick<LokiDatasource, "name" | "uid" | "isDefault"> {
  readonly user: string | undefined;
}

function lokiDatasource(
  { url, queryTimeout, tls }: LokiEndpoint,
  { name, uid, user, isDefault }: Who,
  linksToTraces: boolean,
): LokiDatasource {
  const withUser = user !== undefined;
  return {
    name: literal(name),
    uid,
    type: "loki",
    access: "proxy",
    url: literal(url),
    isDefault,
    editable: false,
    basicAuth: withUser ? true : undefined,
    basicAuthUser: withUser ? literal(user) : undefined,
    jsonData: {
      maxLines: 1000,
      // Seconds. Longer than Loki's own limit, so that it is Loki's message that people see.
      timeout: Math.ceil(durationMs(queryTimeout) / 1_000) + 10,
      tlsAuthWithCACert: tls && true,
      serverName: tls?.serverName,
      derivedFields: linksToTraces ? derivedFields : undefined,
    },
    secureJsonData:
      withUser || tls !== undefined
        ? {
            basicAuthPassword: withUser ? `$__file{${passwordPath(uid)}}` : undefined,
            tlsCACert: tls?.caCertificate,
          }
        : undefined,
  };
}
