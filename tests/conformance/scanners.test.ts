import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { manifestFiles, type Manifest } from "../../tools/render/manifests";
import { renderStack } from "../../tools/render/renderStack";
import { readExceptions, scannerProblems, type ScannerFinding } from "../support/scannerExceptions";
import type { PodSpec, Workload } from "../support/workloads";
import { scan } from "./scanners/scan";

let folder = "";
let prod: readonly Manifest[] = [];
let findings: readonly ScannerFinding[] = [];

beforeAll(async () => {
  jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  folder = mkdtempSync(join(tmpdir(), "fraiseql-loki-scanners-"));
  const scanned: ScannerFinding[] = [];
  for (const stack of ["prod", "dev"]) {
    const { folder: out, manifests } = await renderStack({ stack, out: join(folder, stack) });
    scanned.push(...scan(stack, join(out, "manifests")));
    prod = stack === "prod" ? manifests : prod;
  }
  findings = scanned;
}, 1_500_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("every finding is an exception with a reason, and every exception is needed", () => {
  const today = new Date().toISOString().slice(0, 10);
  expect(scannerProblems(findings, readExceptions(), today)).toEqual([]);
});

/** What is found that no exception covers when one of the production stack's pods is another. */
function foundIn(kind: string, name: string, change: (spec: PodSpec) => PodSpec): string[] {
  const worsened = prod.map((object) =>
    object.kind === kind && object.metadata.name === name ? withPod(object, change) : object,
  );
  const out = join(folder, "worsened");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  manifestFiles(worsened).forEach(({ path, content }) => {
    writeFileSync(join(out, path.replace("manifests/", "")), content);
  });
  return scannerProblems(scan("prod", out), readExceptions(), "2000-01-01")
    .filter((problem) => problem.includes(" finds "))
    .map((problem) => problem.replace(/: change the object.*/, ""))
    .sort();
}

function withPod(object: Manifest, change: (spec: PodSpec) => PodSpec): Manifest {
  const { spec } = object as unknown as Workload;
  const template = { ...spec.template, spec: change(spec.template.spec) };
  return { ...object, spec: { ...spec, template } };
}

test("a pod that is made worse is found", () => {
  const found = foundIn("StatefulSet", "loki", ({ containers: [loki], ...pod }) => ({
    ...pod,
    hostNetwork: true,
    automountServiceAccountToken: true,
    containers: [
      {
        ...loki,
        image: "grafana/loki:latest",
        resources: { ...loki?.resources, limits: {} },
        securityContext: { privileged: true },
      } as PodSpec["containers"][number],
    ],
  }));
  expect(found).toEqual([
    'checkov finds "CKV_K8S_13: Memory limits should be set" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_14: Image Tag should be fixed - not latest or blank" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_16: Container should not be privileged" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_19: Containers should not share the host network namespace" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_20: Containers should not run with allowPrivilegeEscalation" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_22: Use read-only filesystem for containers where possible" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_28: Minimize the admission of containers with the NET_RAW capability" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_37: Minimize the admission of containers with capabilities assigned" at prod/StatefulSet/loki',
    'checkov finds "CKV_K8S_38: Ensure that Service Account Tokens are only mounted where necessary" at prod/StatefulSet/loki',
    'kube-score finds "container-ephemeral-storage-request-and-limit: Ephemeral Storage limit is not set" at prod/StatefulSet/loki/loki',
    'kube-score finds "container-image-tag: Image with latest tag" at prod/StatefulSet/loki/loki',
    'kube-score finds "container-resources: Memory limit is not set" at prod/StatefulSet/loki/loki',
    'kube-score finds "container-security-context-privileged: The container is privileged" at prod/StatefulSet/loki/loki',
    'kube-score finds "container-security-context-readonlyrootfilesystem: The pod has a container with a writable root filesystem" at prod/StatefulSet/loki/loki',
  ]);
}, 900_000);
