import * as pulumi from "@pulumi/pulumi";
import { clientSnippets, type ClientSnippets } from "./clientSnippets";
import type { GatewayUser, TenantUsers } from "./gateway/passwords";
import type { Grafana } from "./grafana/grafana";
import { grafanaOutputs, type GrafanaOutputs } from "./grafana/grafanaOutputs";
import type { PasswordSource } from "./secretFiles";
import type { ServerTls } from "./serverTls";
import { exposedUrl } from "./settings/exposure";
import type { ExposeSettings, Settings } from "./settings/schema";
import { localPort, pushCommand, queryCommand } from "./shellCommands";
import { tenantRegister, type TenantRegister } from "./settings/tenantRegister";
import { volumeSizes, type VolumeSizes } from "./settings/volumeSizes";
import type { LokiStorage } from "./storage/storage";
import type { Tracing } from "./tracing/tracing";

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
export interface StackOutputs extends Record<string, unknown>, GrafanaOutputs {
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
  /** What the next deployment must know of the volumes. */
  readonly volumeSizes: VolumeSizes;
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
  /** Secret; empty where no password is asked for, and where a Secret holds it. */
  readonly writePassword: pulumi.Output<string>;
  readonly readPassword: pulumi.Output<string>;
  readonly grafanaUser: string;
  readonly grafanaPassword: pulumi.Output<string>;
  /** Where the passwords are that the program does not know. Absent where it knows all. */
  readonly passwordSecrets?: PasswordSecrets;
  /** Generations in use. Absent where every password is of the first. */
  readonly passwordGenerations?: PasswordGenerationsInUse;
  /** Shell commands, to be run in this order. Those with a password are secret. */
  readonly portForwardCommand: string;
  readonly pushCommand: pulumi.Output<string>;
  readonly queryCommand: pulumi.Output<string>;
  readonly grafanaCommand: string;
}

/** A key of a Secret in the cluster. */
export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** By whose password it is. */
export type PasswordSecrets = Partial<Record<"write" | "read" | "grafana", SecretPlace>>;

/** Whose users are of which generation. */
export interface PasswordGenerationsInUse {
  readonly collector: number;
  readonly tenants: Readonly<Record<string, number>>;
}

/** How one tenant's lines come in and out. */
export interface TenantOutputs {
  /** Absent where the tenant is retired. */
  readonly writeUser?: string;
  readonly writePassword?: string;
  /** In place of the password, where the program does not know it. */
  readonly writePasswordSecret?: SecretPlace;
  /** Configuration for programs that push: as it is for those inside the cluster. */
  readonly clients?: ClientSnippets;
  /** The same for those outside. Absent where there is no way in from there. */
  readonly externalClients?: ClientSnippets;
  readonly readUser: string;
  readonly readPassword?: string;
  readonly readPasswordSecret?: SecretPlace;
}

const noPassword = pulumi.secret("");

export function stackOutputs(args: {
  readonly settings: Settings;
  readonly stackId: pulumi.Output<string>;
  readonly storage: LokiStorage;
  readonly access: Access;
  readonly tracing: Pick<Tracing, "url" | "bucketNames"> | undefined;
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
    tenants: tenantOutputs(access, { namespace, external }),
    tenantRegister: tenantRegister(settings),
    volumeSizes: volumeSizes(settings),
    pushUrl: access.pushUrl,
    queryUrl: access.queryUrl,
    caCertificate: access.tls?.caCertificate ?? "",
    serverName: access.tls?.serverName ?? "",
    grafanaUrl: grafana?.url ?? "",
    tempoUrl: tracing?.url ?? "",
    externalPushUrl: external === undefined ? "" : `${external}/loki/api/v1/push`,
    externalQueryUrl: external === undefined ? "" : `${external}/loki/api/v1/query_range`,
    externalGrafanaUrl: urlOf(settings.grafana.expose) ?? "",
    ...grafanaOutputs(settings, access, tracing?.url),
    bucketNames: [...storage.bucketNames, ...(tracing?.bucketNames ?? [])],
    writeUser: write?.name ?? "",
    readUser: read?.name ?? "",
    writePassword: knownPassword(write),
    readPassword: knownPassword(read),
    grafanaUser: grafana?.adminUser ?? "",
    grafanaPassword: knownPassword(grafana?.adminPassword),
    ...passwordSecrets({ write, read, grafana: grafana?.adminPassword }, namespace),
    ...generationsInUse(settings),
    portForwardCommand: `${forward}/${service.name} ${localPort}:${service.port}`,
    pushCommand: pushCommand(access, namespace),
    queryCommand: queryCommand(access, namespace),
    grafanaCommand: grafana === undefined ? "" : `${forward}/grafana 3000:3000`,
  };
}

const urlOf = (expose: ExposeSettings | undefined) =>
  expose === undefined ? undefined : exposedUrl(expose);

const knownPassword = (source: PasswordSource | undefined) =>
  source !== undefined && "password" in source ? pulumi.secret(source.password) : noPassword;

/** Where a password is that the program does not know. */
function placeOf(source: PasswordSource | undefined, namespace: string): SecretPlace | undefined {
  if (source === undefined || !("passwordFrom" in source)) {
    return undefined;
  }
  const { secretName: name, key } = source.passwordFrom;
  return { namespace, name, key };
}

function passwordSecrets(
  sources: Record<keyof PasswordSecrets, PasswordSource | undefined>,
  namespace: string,
): Pick<StackOutputs, "passwordSecrets"> {
  const places = Object.entries(sources).flatMap(([whose, source]): [string, SecretPlace][] => {
    const place = placeOf(source, namespace);
    return place === undefined ? [] : [[whose, place]];
  });
  return places.length === 0 ? {} : { passwordSecrets: Object.fromEntries(places) };
}

function generationsInUse(settings: Settings): Pick<StackOutputs, "passwordGenerations"> {
  const collector = settings.collector.passwordGeneration;
  const tenants = settings.tenants.map(({ id, passwordGeneration }) => [id, passwordGeneration]);
  return [collector, ...tenants.map(([, generation]) => generation)].every((one) => one === 1)
    ? {}
    : {
        passwordGenerations: {
          collector,
          tenants: Object.fromEntries(tenants) as Record<string, number>,
        },
      };
}

function tenantOutputs(
  { url, tls, tenants }: Access,
  { namespace, external }: { readonly namespace: string; readonly external: string | undefined },
): StackOutputs["tenants"] {
  const each = tenants.map(({ id, write, read }) =>
    pulumi
      .all([knownPassword(write), knownPassword(read)])
      .apply(([writePassword, readPassword]): [string, TenantOutputs] => {
        const writeAt = placeOf(write, namespace);
        const readAt = placeOf(read, namespace);
        const password = writeAt === undefined ? writePassword : placeholder(writeAt);
        return [
          id,
          {
            ...(write === undefined
              ? {}
              : {
                  writeUser: write.name,
                  ...(writeAt === undefined ? { writePassword } : { writePasswordSecret: writeAt }),
                  clients: clientSnippets({ url, tls, user: write.name, password }),
                  ...(external === undefined
                    ? {}
                    : {
                        externalClients: clientSnippets({
                          url: external,
                          user: write.name,
                          password,
                        }),
                      }),
                }),
            readUser: read.name,
            ...(readAt === undefined ? { readPassword } : { readPasswordSecret: readAt }),
          },
        ];
      }),
  );
  return pulumi.secret(
    pulumi.all(each).apply((entries): Record<string, TenantOutputs> => Object.fromEntries(entries)),
  );
}

/** Stands in a client's configuration for what the program does not know. */
const placeholder = ({ namespace, name, key }: SecretPlace) =>
  `<${key} of the Secret ${namespace}/${name}>`;
