import { createHash } from "node:crypto";
import type { ServerTls } from "../serverTls";
import { durationMs } from "../settings/durations";

/**
 * Grafana's provisioning file for data sources: the part of its format that the stack sets.
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export interface DatasourcesFile {
  apiVersion: 1;
  /** Removes a data source from Grafana once it is gone from this file. */
  prune: true;
  datasources: Datasource[];
}

interface DatasourceBase {
  name: string;
  uid: string;
  access: "proxy";
  url: string;
  isDefault: boolean;
  editable: false;
}

export interface LokiDatasource extends DatasourceBase {
  type: "loki";
  basicAuth: true | undefined;
  basicAuthUser: string | undefined;
  jsonData: {
    maxLines: number;
    timeout: number;
    tlsAuthWithCACert: true | undefined;
    serverName: string | undefined;
    derivedFields: DerivedField[] | undefined;
  };
  secureJsonData:
    { basicAuthPassword?: string | undefined; tlsCACert?: string | undefined } | undefined;
}

/** A link from a log line to a trace. */
export interface DerivedField {
  name: string;
  /** What `matcherRegex` is held against: the line, or the names of the labels. */
  matcherType: "regex" | "label";
  matcherRegex: string;
  datasourceUid: string;
  /** The query of the linked data source. */
  url: string;
  urlDisplayLabel: string;
}

export interface TempoDatasource extends DatasourceBase {
  type: "tempo";
  jsonData: {
    tracesToLogsV2: {
      datasourceUid: string;
      spanStartTimeShift: string;
      spanEndTimeShift: string;
      /** An attribute of a span, and the label of a log line that has the same value. */
      tags: { key: string; value: string }[];
      filterByTraceID: boolean;
      filterBySpanID: boolean;
      customQuery: true;
      query: string;
    };
    nodeGraph: { enabled: true };
  };
}

export type Datasource = LokiDatasource | TempoDatasource;

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
  /** `http(s)://host:port` of Prometheus. @default no metrics */
  readonly prometheusUrl?: string | undefined;
}

/** Part of saved dashboards, alerts and links: a data source that changes its uid breaks them. */
export const datasourceUids = { loki: "loki", tempo: "tempo", prometheus: "prometheus" } as const;

/**
 * Uid of the data source of a tenant beside the first one. Grafana takes 40 characters of `A-Za-z0-9_-`,
 * a tenant's id is of more and may be longer.
 */
export function lokiUid(tenant: string): string {
  const readable = `${datasourceUids.loki}-${tenant}`;
  return /^[\w-]{1,40}$/.test(readable)
    ? readable
    : `${datasourceUids.loki}-${createHash("sha256").update(tenant).digest("hex").slice(0, 32)}`;
}

/** Where Grafana's container finds the password that it reads a tenant's lines with. */
const passwordPath = (uid: string) => `/etc/grafana/secrets/${uid}-read-password`;

/** The data sources of the stack's Grafana. */
export function datasources({ loki, tempoUrl }: DatasourcesArgs): DatasourcesFile {
  const tempo = tempoUrl === undefined ? [] : [tempoDatasource(tempoUrl)];
  return {
    apiVersion: 1,
    prune: true,
    datasources: [...lokiDatasources(loki, tempoUrl !== undefined), ...tempo],
  };
}

/** The first tenant's, which links and saved dashboards name, and one for each other tenant. */
function lokiDatasources(loki: LokiEndpoint, linksToTraces: boolean): LokiDatasource[] {
  const { user, others = [] } = loki;
  const first = { name: "Loki", uid: datasourceUids.loki, user, isDefault: true };
  return [
    first,
    ...others.map(({ tenant, user: reader }) => ({
      name: `Loki (${tenant})`,
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

const traceLink = {
  datasourceUid: datasourceUids.tempo,
  url: literal("${__value.raw}"),
  urlDisplayLabel: "View trace",
};

/**
 * Each way a trace id can stand in a FraiseQL line. As a label it is found where it is structured
 * metadata or the query parses the line; a FraiseQL line as it is stored needs the JSON form.
 * @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields
 */
const derivedFields: DerivedField[] = [
  { name: "TraceID", matcherType: "label", matcherRegex: "trace_id", ...traceLink },
  {
    name: "TraceID (json)",
    matcherType: "regex",
    matcherRegex: literal(String.raw`"trace_id"\s*:\s*"([0-9a-f]{32})"`),
    ...traceLink,
  },
  {
    name: "TraceID (logfmt)",
    matcherType: "regex",
    matcherRegex: literal("trace_?[iI][dD]=([0-9a-f]{32})"),
    ...traceLink,
  },
];

function tempoDatasource(url: string): TempoDatasource {
  return {
    name: "Tempo",
    uid: datasourceUids.tempo,
    type: "tempo",
    access: "proxy",
    url: literal(url),
    isDefault: false,
    editable: false,
    jsonData: {
      tracesToLogsV2: {
        datasourceUid: datasourceUids.loki,
        // Clocks differ and lines are written after the fact: the span's own seconds often hold none.
        spanStartTimeShift: "-5m",
        spanEndTimeShift: "5m",
        // Grafana shows the link where a span has one of these; the values are the collector's labels.
        tags: [
          { key: "k8s.namespace.name", value: "namespace" },
          { key: "k8s.container.name", value: "container" },
          { key: "service.name", value: "app" },
        ],
        filterByTraceID: false,
        filterBySpanID: false,
        customQuery: true,
        // Finds the id in the line itself: it is not stored a second time as structured metadata.
        query: literal('{${__tags}} |= "${__trace.traceId}" | json'),
      },
      // No serviceMap: it needs a Prometheus with the series of Tempo's metrics generator.
      nodeGraph: { enabled: true },
    },
  };
}

/** Text that Grafana shall not read `$` in: it replaces `$NAME` in every text of the file. */
function literal(text: string): string {
  return text.split("$").join("$$");
}
