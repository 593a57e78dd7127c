import { load } from "js-yaml";

interface Parsed {
  readonly apiVersion?: unknown;
  readonly prune?: unknown;
  readonly datasources: readonly Record<string, unknown>[];
}

/** Every text of a value, with the place where it stands. */
function texts(value: unknown, place: string): [string, string][] {
  if (typeof value === "string") {
    return [[place, value]];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => texts(item, `${place}.${key}`))
    : [];
}

/** Every value of members of this name. */
function named(value: unknown, name: string): unknown[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value as Record<string, unknown>).flatMap(([key, item]) => [
        ...(key === name ? [item] : []),
        ...named(item, name),
      ])
    : [];
}

const groupsOf = (regex: string) => (new RegExp(`${regex}|`).exec("")?.length ?? 0) - 1;

/** A reference to a file in Grafana's own notation: the only text in which a `$` is not doubled. */
const fileReference = /^\$__file\{[-/.\w]+\}$/;

function textFlaws(datasource: unknown, place: string): string[] {
  return texts(datasource, place).flatMap(([where, text]) =>
    fileReference.test(text) || !text.split("$$").join("").includes("$")
      ? []
      : [`${where}: a single $ in ${text}`],
  );
}

function linkFlaws(datasource: unknown, name: string): string[] {
  const fields = named(datasource, "derivedFields").flat() as Record<string, string>[];
  return fields.flatMap((field) => {
    const { matcherType, matcherRegex = "", url = "" } = field;
    const regex = matcherRegex.split("$$").join("$");
    return [
      ...(matcherType === "regex" && groupsOf(regex) !== 1
        ? [`${name}: ${regex} has ${groupsOf(regex)} groups`]
        : []),
      ...(matcherType === "regex" || matcherType === "label" ? [] : [`${name}: ${matcherType}`]),
      ...(url === "$${__value.raw}" ? [] : [`${name}: asks for ${url}`]),
    ];
  });
}

/** What of a file of data sources Grafana would refuse, misread or link to nothing. */
export function datasourceFlaws(file: string): string[] {
  const { apiVersion, prune, datasources } = load(file) as Parsed;
  const uids = datasources.map(({ uid }) => uid);
  const names = datasources.map(({ name }) => name);
  const links = named(datasources, "datasourceUid");
  const repeated = (all: unknown[]) => all.filter((one, index) => all.indexOf(one) !== index);
  return [
    ...(apiVersion === 1 ? [] : ["apiVersion is not 1"]),
    ...(prune === true ? [] : ["what is gone from the file stays"]),
    ...(datasources.filter(({ isDefault }) => isDefault).length > 1 ? ["two defaults"] : []),
    ...repeated(uids).map((uid) => `two of uid ${String(uid)}`),
    ...repeated(names).map((name) => `two of name ${String(name)}`),
    ...uids.filter((uid) => !/^[\w-]{1,40}$/.test(String(uid))).map((uid) => `uid ${String(uid)}`),
    ...links.filter((uid) => !uids.includes(uid)).map((uid) => `a link to ${String(uid)}`),
    ...datasources.flatMap((datasource) => {
      const name = String(datasource["name"]);
      return [
        ...("version" in datasource ? [`${name}: a version, which never grows`] : []),
        ...(datasource["editable"] === false ? [] : [`${name}: editable`]),
        ...(datasource["access"] === "proxy" ? [] : [`${name}: browsers ask it themselves`]),
        ...textFlaws(datasource, name),
        ...linkFlaws(datasource, name),
      ];
    }),
  ];
}
