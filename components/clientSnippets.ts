import type { ServerTls } from "./serverTls";
import { toYaml } from "./yaml";

/** Configuration of programs that push, each whole enough to be pasted into its own file. */
export interface ClientSnippets {
  /** YAML. @see https://grafana.com/docs/loki/latest/send-data/promtail/configuration/#clients */
  readonly promtail: string;
  /** @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/ */
  readonly alloy: string;
  /** YAML. @see https://docs.fluentbit.io/manual/data-pipeline/outputs/loki */
  readonly fluentBit: string;
  /** YAML. @see https://vector.dev/docs/reference/configuration/sinks/loki/ */
  readonly vector: string;
  /** YAML. @see https://grafana.com/docs/loki/latest/send-data/otel/ */
  readonly openTelemetryCollector: string;
  /** JSON for /etc/docker/daemon.json. @see https://grafana.com/docs/loki/latest/send-data/docker-driver/configuration/ */
  readonly docker: string;
}

export interface ClientArgs {
  /** `http(s)://host:port` of the gateway. */
  readonly url: string;
  /** How its certificate is verified. @default plain HTTP, or the CAs that the system trusts */
  readonly tls?: ServerTls | undefined;
  readonly user: string;
  readonly password: string;
}

/** How the programs of the field push to the gateway as a tenant's writer. Pure. */
export function clientSnippets(args: ClientArgs): ClientSnippets {
  return {
    promtail: promtail(args),
    alloy: alloy(args),
    fluentBit: fluentBit(args),
    vector: vector(args),
    openTelemetryCollector: openTelemetryCollector(args),
    docker: docker(args),
  };
}

/** Where the programs that take no certificate in their own file look for the CA's. */
const caFile = "/etc/fraiseql-loki/ca.crt";

const pushUrl = (url: string) => `${url}/loki/api/v1/push`;

function promtail({ url, tls, user, password }: ClientArgs): string {
  const tlsConfig = tls && { ca: tls.caCertificate, server_name: tls.serverName };
  return toYaml({
    clients: [
      { url: pushUrl(url), basic_auth: { username: user, password }, tls_config: tlsConfig },
    ],
  });
}

function alloy({ url, tls, user, password }: ClientArgs): string {
  const tlsLines = tls && [
    "    tls_config {",
    `      ca_pem      = ${JSON.stringify(tls.caCertificate)}`,
    `      server_name = ${JSON.stringify(tls.serverName)}`,
    "    }",
  ];
  const lines = [
    'loki.write "default" {',
    "  endpoint {",
    `    url = ${JSON.stringify(pushUrl(url))}`,
    "    basic_auth {",
    `      username = ${JSON.stringify(user)}`,
    `      password = ${JSON.stringify(password)}`,
    "    }",
    ...(tlsLines ?? []),
    "  }",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function fluentBit({ url, tls: verified, user, password }: ClientArgs): string {
  const { hostname, port, protocol } = new URL(url);
  const tls = protocol === "https:" ? "on" : "off";
  return toYaml({
    pipeline: {
      outputs: [
        {
          name: "loki",
          match: "*",
          host: hostname,
          port: Number(port) || (tls === "on" ? 443 : 80),
          tls,
          "tls.ca_file": verified && caFile,
          "tls.vhost": verified?.serverName,
          http_user: user,
          http_passwd: password,
          labels: "job=fluent-bit",
        },
      ],
    },
  });
}

function vector({ url, tls, user, password }: ClientArgs): string {
  return toYaml({
    sinks: {
      loki: {
        type: "loki",
        inputs: ["*"],
        endpoint: url,
        // Vector reads `$NAME` in its file as a variable, and two `$` as one.
        auth: { strategy: "basic", user, password: password.replaceAll("$", "$$$$") },
        // The certificate itself: what begins with ----- is no path.
        tls: tls && { ca_file: tls.caCertificate, server_name: tls.serverName },
        encoding: { codec: "json" },
        labels: { job: "vector" },
      },
    },
  });
}

function openTelemetryCollector({ url, tls, user, password }: ClientArgs): string {
  const tlsConfig = tls && { ca_pem: tls.caCertificate, server_name_override: tls.serverName };
  return toYaml({
    extensions: {
      // The collector reads `${NAME}` in its file as a variable, and two `$` as one.
      "basicauth/loki": {
        client_auth: { username: user, password: password.replaceAll("$", "$$$$") },
      },
    },
    exporters: {
      "otlphttp/loki": {
        endpoint: `${url}/otlp`,
        auth: { authenticator: "basicauth/loki" },
        tls: tlsConfig,
      },
    },
    service: {
      extensions: ["basicauth/loki"],
      pipelines: { logs: { receivers: ["otlp"], exporters: ["otlphttp/loki"] } },
    },
  });
}

function docker({ url, tls, user, password }: ClientArgs): string {
  const target = new URL(pushUrl(url));
  target.username = encodeURIComponent(user);
  target.password = encodeURIComponent(password);
  const options = {
    "loki-url": target.href,
    ...(tls && { "loki-tls-ca-file": caFile, "loki-tls-server-name": tls.serverName }),
    "loki-retries": "5",
    mode: "non-blocking",
  };
  return `${JSON.stringify({ "log-driver": "loki", "log-opts": options }, null, 2)}\n`;
}
