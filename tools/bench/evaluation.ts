import { join } from "node:path";
import { measureNode, root, type Usage } from "./measure";

/** What a stack costs to evaluate, and what its SDKs cost alone. */
export interface EvaluationFigures {
  readonly stack: string;
  readonly loader: string;
  readonly evaluation: Usage;
  readonly importsOnly: Usage;
}

const sdks = [
  "@pulumi/pulumi",
  "@pulumi/kubernetes/apps/v1",
  "@pulumi/kubernetes/batch/v1",
  "@pulumi/kubernetes/core/v1",
  "@pulumi/kubernetes/policy/v1",
  "@pulumi/kubernetes/rbac/v1",
  "@pulumi/random",
];

const stacks = [
  { stack: "dev", imports: sdks },
  { stack: "prod", imports: [...sdks, "@pulumi/aws/s3", "@pulumi/aws/iam", "@pulumi/aws/eks"] },
];

/** The engine's loader, and the one of the commands in this repository. */
const loaders = ["sucrase/register", "./tools/register.js"];

export function evaluationFigures(): EvaluationFigures[] {
  return loaders.flatMap((loader) =>
    stacks.map(({ stack, imports }) => ({
      stack,
      loader,
      evaluation: measureNode([
        "--require",
        loader,
        join("tools", "bench", "evaluateOnly.ts"),
        stack,
        join(root, `Pulumi.${stack}.yaml`),
      ]),
      importsOnly: measureNode([
        "--require",
        loader,
        join("tools", "bench", "importsOnly.js"),
        ...imports,
      ]),
    })),
  );
}

/** CPU, wall time and memory of `npm run render -- --stack prod`, without npm itself. */
export function renderUsage(): Usage {
  return measureNode(["--require", "./tools/register.js", "tools/render.ts", "--stack", "prod"]);
}
