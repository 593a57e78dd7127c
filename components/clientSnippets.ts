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
  /** `http://host:port` of the gateway. */
  readonly url: string;
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

const pushUrl = (url: string) => `${url}/loki/api/v1/push`;

function promtail({ url, user, password }: ClientArgs): string {
  return toYaml({
    clients: [{ url: pushUrl(url), basic_auth: { username: user, password } }],
  });
}

function alloy({ url, user, password }: ClientArgs): string {
  const lines = [
    'loki.write "default" {',
    "  endpoint {",
    `    url = ${JSON.stringify(pushUrl(url))}`,
    "    basic_auth {",
    `      username = ${JSON.stringify(user)}`,
    `      password = ${JSON.stringify(password)}`,
    "    }",
    "  }",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function fluentBit({ url, user, password }: ClientArgs): string {
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
          http_user: user,
          http_passwd: password,
          labels: "job=fluent-bit",
        },
      ],
    },
  });
}

function vector({ url, user, password }: ClientArgs): string {
  return toYaml({
    sinks: {
      loki: {
        type: "loki",
        inputs: ["*"],
        endpoint: url,
        // Vector reads `$NAME` in its file as a variable, and two `$` as one.
        auth: { strategy: "basic", user, password: password.replaceAll("$", "$$$$") },
        encoding: { codec: "json" },
        labels: { job: "vector" },
      },
    },
  });
}

function openTelemetryCollector({ url, user, password }: ClientArgs): string {
  return toYaml({
    extensions: {
      // The collector reads `${NAME}` in its file as a variable, and two `$` as one.
      "basicauth/loki": {
        client_auth: { username: user, password: password.replaceAll("$", "$$$$") },
      },
    },
    exporters: {
      "otlphttp/loki": { endpoint: `${url}/otlp`, auth: { authenticator: "basicauth/loki" } },
    },
    service: {
      extensions: ["basicauth/loki"],
      pipelines: { logs: { receivers: ["otlp"], exporters: ["otlphttp/loki"] } },
    },
  });
}

function docker({ url, user, password }: ClientArgs): string {
  const target = new URL(pushUrl(url));
  target.username = encodeURIComponent(user);
  target.password = encodeURIComponent(password);
  const options = { "loki-url": target.href, "loki-retries": "5", mode: "non-blocking" };
  return `${JSON.stringify({ "log-driver": "loki", "log-opts": options }, null, 2)}\n`;
}
