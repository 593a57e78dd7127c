import * as jmespath from "jmespath";
import type { Flaw } from "./flaws";

/** As much of the parser's tree as is read here. @see https://jmespath.org/specification.html */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly children?: readonly Node[];
}

/** Part of the library, but not of its typings. */
const { compile } = jmespath as unknown as { compile: (expression: string) => Node };

/** What is wrong with an expression that Grafana will evaluate: that it is none. */
export function jmesPathFlaw(expression: string): Flaw | undefined {
  if (!/\S/.test(expression)) {
    return { expected: "a JMESPath expression" };
  }
  try {
    compile(expression);
    return undefined;
  } catch {
    return { expected: "a JMESPath expression" };
  }
}

/** The roles that Grafana knows, which it compares without regard to case. */
export const grafanaRoles = ["None", "Viewer", "Editor", "Admin", "GrafanaAdmin"] as const;

const nothing: Node = { type: "Current" };
const last = ({ children = [] }: Node) => children.at(-1) ?? nothing;

/** Every text that an expression itself names as its result. */
export function namedResults(expression: string): string[] {
  const results = (node: Node): string[] => {
    switch (node.type) {
      case "Literal":
        return typeof node.value === "string" ? [node.value] : [];
      case "OrExpression":
        return (node.children ?? []).flatMap(results);
      case "AndExpression":
      case "Pipe":
        return results(last(node));
      default:
        return [];
    }
  };
  return results(compile(expression));
}

/** Whether an expression gives everybody a role that may read: `… || 'Viewer'`, not `… || 'None'`. */
export function givesEverybodyARole(expression: string): boolean {
  const always = (node: Node): boolean => {
    switch (node.type) {
      case "Literal":
        return typeof node.value === "string" && !/^(?:none)?$/i.test(node.value);
      case "OrExpression":
        return (node.children ?? []).some(always);
      case "AndExpression":
        return (node.children ?? []).every(always);
      case "Pipe":
        return always(last(node));
      default:
        return false;
    }
  };
  return always(compile(expression));
}
