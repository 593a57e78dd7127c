import * as pulumi from "@pulumi/pulumi";
import { clientSnippets, type ClientSnippets } from "./clientSnippets";
import type { GatewayUser, TenantUsers } from "./gateway/passwords";
import type { Grafana } from "./grafana/grafana";
import type { ServerTls } from "./serverTls";
import { exposedUrl } from "./settings/exposure";
import type { ExposeSettings, Settings } from "./settings/schema";
import { tenantRegister, type TenantRegister } from "./settings/tenantRegister";
import type { LokiStorage } from "./storage/storage";

/** The way in and out: Loki's own Service, or the gateway. */
export interface Access {
  readonly url: string;
  readonly pushUrl: string;
  readonly queryUrl: string;
  /** How its certificate is verified. Absent where it speaks plain HTTP. */
  readonly tls?: ServerTls;
  /** The first tenant. */
  readonly tenant: string;
  /** Its users. Absent where no password is asked for. */
  readonly write?: GatewayUser;
  readonly read?: GatewayUser;
  /** Who the collector is. Absent where no password is asked for. */
  readonly collector?: GatewayUser;
  /** Every tenant with its users; none where no password is asked for. */
  readonly tenants: readonly TenantUsers[];
  readonly service: { readonly name: string; readonly port: number };
  /** What must be rolled out before a client may use a user that is new. */
  readonly dependencies: readonly pulumi.Resource[];
}

/** What the stack tells people and other stacks. The names are an interface: keep them. */
export interface StackOutputs extends Record<string, unknown> {
  /** What the stack's namespace carries as an annotation, so that a command finds its own cluster. */
  readonly stackId: pulumi.Output<string>;
  readonly namespace: string;
  readonly collectorNamespace: string;
  /** The first of the stack's tenants, whose users and commands follow. */
  readonly tenant: string;
  /** Each tenant's users, and how clients push as it. Secret; empty where no password is asked for. */
  readonly tenants: pulumi.Output<Record<string, TenantOutputs>>;
  /** What the next deployment must know of the tenants. */
  readonly tenantRegister: TenantRegister;
  /** Addresses inside the cluster. */
  readonly pushUrl: string;
  readonly queryUrl: string;
  /** How clients verify the certificate of these two. Both empty where they speak plain HTTP. */
  readonly caCertificate: string;
  readonly serverName: string;
  readonly grafanaUrl: string;
  readonly tempoUrl: string;
  /** Addresses outside the cluster; empty where there is no way in from there. */
  readonly externalPushUrl: string;
  readonly externalQueryUrl: string;
  readonly externalGrafanaUrl: string;
  readonly bucketNames: readonly string[];
  readonly writeUser: string;
  readonly readUser: string;
  /** Secret; empty where no password is asked for. */
  readonly writePassword: pulumi.Output<string>;
  readonly readPassword: pulumi.Output<string>;
  readonly grafanaUser: string;
  readonly grafanaPassword: pulumi.Output<string>;
  /** Shell commands, to be run in this order. Those with a password are secret. */
  readonly portForwardCommand: string;
  readonly pushCommand: pulumi.Output<string>;
  readonly queryCommand: pulumi.Output<string>;
  readonly grafanaCommand: string;
}

/** How one tenant's lines come in and out. */
export interface TenantOutputs {
  /** Absent where the tenant is retired. */
  readonly writeUser?: string;
  readonly writePassword?: string;
  /** Configuration for programs that push: as it is for those inside the cluster. */
  readonly clients?: ClientSnippets;
  /** The same for those outside. Absent where there is no way in from there. */
  readonly externalClients?: ClientSnippets;
  readonly readUser: string;
  readonly readPassword: string;
}

/** Port on the user's own machine that the commands use. */
const localPort = 3100;

const noPassword = pulumi.secret("");

export function stackOutputs(args: {
  readonly settings: Settings;
  readonly stackId: pulumi.Output<string>;
  readonly storage: LokiStorage;
  readonly access: Access;
  readonly tracing: { readonly url: string } | undefined;
  readonly grafana: Pick<Grafana, "url" | "adminUser" | "adminPassword"> | undefined;
}): StackOutputs {
  const { settings, stackId, storage, access, tracing, grafana } = args;
  const { namespace, gateway } = settings;
  const external = urlOf(gateway.expose);
  const { write, read, service } = access;
  const forward = `kubectl --namespace ${namespace} port-forward service`;
  return {
    stackId,
    namespace,
    collectorNamespace: settings.collector.namespace,
    tenant: access.tenant,
    tenants: tenantOutputs(access, external),
    tenantRegister: tenantRegister(settings),
    pushUrl: access.pushUrl,
    queryUrl: access.queryUrl,
    caCertificate: access.tls?.caCertificate ?? "",
    serverName: access.tls?.serverName ?? "",
    grafanaUrl: grafana?.url ?? "",
    tempoUrl: tracing?.url ?? "",
    externalPushUrl: external === undefined ? "" : `${external}/loki/api/v1/push`,
    externalQueryUrl: external === undefined ? "" : `${external}/loki/api/v1/query_range`,
    externalGrafanaUrl: urlOf(settings.grafana.expose) ?? "",
    bucketNames: storage.bucketNames,
    writeUser: write?.name ?? "",
    readUser: read?.name ?? "",
    writePassword: write?.password ?? noPassword,
    readPassword: read?.password ?? noPassword,
    grafanaUser: grafana?.adminUser ?? "",
    grafanaPassword: grafana?.adminPassword ?? noPassword,
    portForwardCommand: `${forward}/${service.name} ${localPort}:${service.port}`,
    pushCommand: pushCommand(access),
    queryCommand: queryCommand(access),
    grafanaCommand: grafana === undefined ? "" : `${forward}/grafana 3000:3000`,
  };
}

const urlOf = (expose: ExposeSettings | undefined) =>
  expose === undefined ? undefined : exposedUrl(expose);

function tenantOutputs(
  { url, tls, tenants }: Access,
  external: string | undefined,
): StackOutputs["tenants"] {
  const each = tenants.map(({ id, write, read }) =>
    pulumi
      .all([write?.password, read.password])
      .apply(([writePassword, readPassword]): [string, TenantOutputs] => [
        id,
        {
          ...(write !== undefined && writePassword !== undefined
            ? writing({ user: write.name, password: writePassword }, { url, tls }, external)
            : {}),
          readUser: read.name,
          readPassword,
        },
      ]),
  );
  return pulumi.secret(
    pulumi.all(each).apply((entries): Record<string, TenantOutputs> => Object.fromEntries(entries)),
  );
}

function writing(
  writer: { readonly user: string; readonly password: string },
  inside: { readonly url: string; readonly tls: ServerTls | undefined },
  external: string | undefined,
) {
  return {
    writeUser: writer.user,
    writePassword: writer.password,
    clients: clientSnippets({ ...inside, ...writer }),
    ...(external === undefined
      ? {}
      : { externalClients: clientSnippets({ url: external, ...writer }) }),
  };
}

function pushCommand(access: Access): pulumi.Output<string> {
  const body = `{"streams":[{"stream":{"job":"test","level":"info"},"values":[["'"$(date +%s)"'000000000","Test log message from FraiseQL"]]}]}`;
  return curl(access, access.write, `-H 'Content-Type: application/json' -d '${body}'`, "push");
}

function queryCommand(access: Access): pulumi.Output<string> {
  const parameters = `-G --data-urlencode 'query={job="test"}' -d since=1h -d limit=100`;
  return curl(access, access.read, parameters, "query_range");
}

function curl(
  { tls, service }: Access,
  user: GatewayUser | undefined,
  parameters: string,
  endpoint: string,
): pulumi.Output<string> {
  const path = `loki/api/v1/${endpoint}`;
  // The certificate is for the server's own name, so that is what has to be asked for.
  const before =
    tls === undefined
      ? "curl -sS"
      : `printf '%s\\n' '${tls.caCertificate.trim()}' | curl -sS --cacert /dev/stdin --connect-to ::localhost:${localPort}`;
  const place = tls === undefined ? `localhost:${localPort}` : `${tls.serverName}:${service.port}`;
  const url = `${tls === undefined ? "http" : "https"}://${place}/${path}`;
  return user === undefined
    ? pulumi.output(`${before} ${parameters} ${url}`)
    : pulumi.secret(
        user.password.apply(
          (password) => `${before} -u ${quoted(user.name, password)} ${parameters} ${url}`,
        ),
      );
}

/** User and password as one word of a shell command. */
const quoted = (name: string, password: string) =>
  `'${`${name}:${password}`.replaceAll("'", String.raw`'\''`)}'`;
