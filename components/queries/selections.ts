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
