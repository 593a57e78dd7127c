import { dump } from "js-yaml";

/**
 * The program's only YAML serializer. Members that are `undefined` are left out; the same value
 * always gives the same bytes.
 */
export function toYaml(value: object): string {
  return dump(value, { noRefs: true, lineWidth: -1, skipInvalid: false, quotingType: '"' });
}
