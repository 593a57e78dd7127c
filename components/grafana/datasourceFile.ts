/**
 * Grafana's provisioning file for data sources: the part of its format that the stack sets. Its
 * `version` is left out: Grafana would update a data source only by a file with a higher one, and a
 * number that only grows is no function of the settings.
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

/** @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/ */
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

/** An attribute of a span, and the label that has the same value elsewhere. */
export interface SpanTag {
  key: string;
  value: string;
}

/** @see https://grafana.com/docs/grafana/latest/datasources/tempo/configure-tempo-data-source/ */
export interface TempoDatasource extends DatasourceBase {
  type: "tempo";
  jsonData: {
    tracesToLogsV2: {
      datasourceUid: string;
      spanStartTimeShift: string;
      spanEndTimeShift: string;
      tags: SpanTag[];
      filterByTraceID: boolean;
      filterBySpanID: boolean;
      customQuery: true;
      query: string;
    };
    tracesToMetrics:
      | {
          datasourceUid: string;
          spanStartTimeShift: string;
          spanEndTimeShift: string;
          tags: SpanTag[];
          queries: { name: string; query: string }[];
        }
      | undefined;
    serviceMap: { datasourceUid: string } | undefined;
    nodeGraph: { enabled: true };
  };
}

/** @see https://grafana.com/docs/grafana/latest/datasources/prometheus/configure/ */
export interface PrometheusDatasource extends DatasourceBase {
  type: "prometheus";
  jsonData: {
    httpMethod: "POST";
    exemplarTraceIdDestinations:
      { name: string; datasourceUid: string; urlDisplayLabel: string }[] | undefined;
  };
}

export type Datasource = LokiDatasource | TempoDatasource | PrometheusDatasource;

/** Text that Grafana shall not read `$` in: it replaces `$NAME` in every text of the file. */
export function literal(text: string): string {
  return text.split("$").join("$$");
}
