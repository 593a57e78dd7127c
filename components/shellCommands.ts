import * as pulumi from "@pulumi/pulumi";
import type { GatewayUser } from "./gateway/passwords";
import type { Access } from "./outputs";

/** Port on the user's own machine that the commands use. */
export const localPort = 3100;

/**
 * Pushes one line, and again where it is refused for the moment, as agents do: replicas that have just
 * come find each other within seconds. Secret where it holds a password.
 */
export function pushCommand(access: Access, namespace: string): pulumi.Output<string> {
  const body = `{"streams":[{"stream":{"job":"test","level":"info"},"values":[["'"$(date +%s)"'000000000","Test log message from FraiseQL"]]}]}`;
  const rest = `-f --retry 5 -H 'Content-Type: application/json' -d '${body}' ${urlOf(access, "push")}`;
  return curl(access, access.write, namespace, rest);
}

/** Finds that line. Secret where it holds a password. */
export function queryCommand(access: Access, namespace: string): pulumi.Output<string> {
  const query = `-G --data-urlencode 'query={job="test"}' -d since=1h -d limit=100`;
  return curl(access, access.read, namespace, `${query} ${urlOf(access, "query_range")}`);
}

function urlOf({ tls, service }: Access, endpoint: string): string {
  const place = tls === undefined ? `localhost:${localPort}` : `${tls.serverName}:${service.port}`;
  return `${tls === undefined ? "http" : "https"}://${place}/loki/api/v1/${endpoint}`;
}

function curl(
  { tls }: Access,
  user: GatewayUser | undefined,
  namespace: string,
  rest: string,
): pulumi.Output<string> {
  // The certificate is for the server's own name, so that is what has to be asked for.
  const before =
    tls === undefined
      ? "curl -sS"
      : `printf '%s\\n' '${tls.caCertificate.trim()}' | curl -sS --cacert /dev/stdin --connect-to ::localhost:${localPort}`;
  if (user === undefined) {
    return pulumi.output(`${before} ${rest}`);
  }
  if ("passwordFrom" in user) {
    const { secretName, key } = user.passwordFrom;
    const template = `{{index .data "${key}" | base64decode}}`;
    const read = `kubectl --namespace ${namespace} get secret ${secretName} --output 'go-template=${template}'`;
    return pulumi.output(`${before} -u ${quoted(user.name)}:"$(${read})" ${rest}`);
  }
  const { name } = user;
  return pulumi.secret(
    user.password.apply((password) => `${before} -u ${quoted(`${name}:${password}`)} ${rest}`),
  );
}

/** One word of a shell command. */
const quoted = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;
