import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { program } from "../../support/programs";
import type { ScannerFinding } from "../../support/scannerExceptions";

/** What every scanner has against the manifests of a folder. */
export function scan(stack: string, folder: string): ScannerFinding[] {
  return [...kubeScore(stack, folder), ...checkov(stack, folder)];
}

interface ScoredObject {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    /** 10 is good, 5 a warning, 1 critical. */
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

/** @see https://github.com/zegl/kube-score/blob/master/README_CHECKS.md */
function kubeScore(stack: string, folder: string): ScannerFinding[] {
  const options = ["--kubernetes-version", "v1.34", "--output-format", "json"];
  const all = ["--all-default-optional", "--disable-ignore-checks-annotations"];
  const files = readdirSync(folder).sort();
  const told = run("kube-score", ["score", ...options, ...all, ...files], folder);
  return (told as ScoredObject[]).flatMap(({ type_meta, object_meta, checks }) => {
    const object = objectName(stack, type_meta.kind, object_meta.name);
    return checks
      .filter(({ grade, skipped }) => grade < 10 && !skipped)
      .flatMap(({ check, comments }) =>
        (comments ?? []).map(({ path, summary }) => ({
          scanner: "kube-score",
          check: `${check.id}: ${summary}`,
          object: path === "" ? object : `${object}/${path}`,
        })),
      );
  });
}

interface CheckovReport {
  readonly summary: { readonly parsing_errors: number };
  readonly results: Readonly<Record<"failed_checks" | "skipped_checks", readonly Failed[]>>;
}

interface Failed {
  readonly check_id: string;
  readonly check_name: string;
  /** `Kind.namespace.name` */
  readonly resource: string;
}

/** What an annotation tells it to skip counts too: there is one place for exceptions. */
function checkov(stack: string, folder: string): ScannerFinding[] {
  const output = ["--output", "json", "--compact"];
  // Without the download it asks nobody anything.
  const options = ["--framework", "kubernetes", "--skip-download", ...output];
  const told = run("checkov", [...options, "--directory", "."], folder);
  const { summary, results } = told as CheckovReport;
  if (summary.parsing_errors > 0) {
    throw new Error(`checkov could not read ${summary.parsing_errors} files of ${stack}`);
  }
  return [...results.failed_checks, ...results.skipped_checks].map((failed) => {
    const [kind = "", , name = ""] = failed.resource.split(".");
    return {
      scanner: "checkov",
      check: `${failed.check_id}: ${failed.check_name}`,
      object: objectName(stack, kind, name),
    };
  });
}

/** Without the hash of its content that a name may end in. */
const objectName = (stack: string, kind: string, name: string) =>
  `${stack}/${kind}/${name.replace(/-[0-9a-f]{10}$/, "")}`;

/** What a scanner prints. Its code says only whether it found something. */
function run(name: string, args: readonly string[], cwd: string): unknown {
  const { stdout, stderr } = spawnSync(program(name), args, {
    cwd,
    // Neither settings nor credentials of whoever runs it.
    env: { PATH: process.env["PATH"], HOME: cwd },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    // Seconds; a busy machine takes several times as long.
    timeout: 600_000,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${name} gave no report: ${stderr.trim().slice(-2_000)}`);
  }
}
