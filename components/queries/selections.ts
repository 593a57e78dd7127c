import { gatewayApp, triedField } from "../gateway/accessLog";

/** Which lines: parts of LogQL that several expressions share, each in one form. */

/** The streams that the variables of a dashboard choose. */
export const appStreams = '{namespace=~"$namespace", app=~"$app"}';

/** Of the same apps, those with one of these levels, as a regular expression. */
export const appStreamsOf = <Level extends string>(level: Level) =>
  `{namespace=~"$namespace", app=~"$app", level=~"${level}"}` as const;

/** Lines about access that FraiseQL refused, in the words of either of its versions. */
export const refusedAccess =
  ' |~ "(?i)(authentication failed|authentication error|unauthorized access)"';

/** PostgreSQL's lines of `log_min_duration_statement`, with `duration_ms` as a label. */
export const timedStatements =
  ' |= "duration:" | regexp `duration: (?P<duration_ms>\\d+\\.\\d+) ms`';

/**
 * Lines of a gateway about failed logins, with whose they were as a label. Not by the parser `json`: the
 * collector's redaction takes whole values, and what is left of a line with a cookie is none. Nobody who
 * sends a request can write the field, as a quotation mark of theirs has a backslash before it.
 * @param namespace what the namespace must be, such as `="loki"`
 */
export const failedLogins = (namespace: string) =>
  `{namespace${namespace}, app="${gatewayApp}"} |= \`"${triedField}":\`` +
  ` | regexp \`"${triedField}":"(?P<${triedField}>[^"]+)"\`` +
  ` | __error__="" | ${triedField}!=""`;
