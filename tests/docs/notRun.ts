/** Commands of the pages that no test runs, and why. */
export interface NotRun {
  readonly page: string;
  /** How the command begins: the program and its first words. */
  readonly command: string;
  readonly reason: string;
}

/**
 * What cannot be run on this machine or in CI. The smallest list that is true: an entry that no
 * command of its page needs any more makes a test fail.
 */
export const notRun: readonly NotRun[] = [
  {
    page: "CONTRIBUTING.md",
    command: "go install",
    reason: "downloads; .ci/run calls it itself",
  },
  {
    page: "docs/runbooks/loki-deletes-stuck.md",
    command: "curl -X DELETE",
    reason: "the id is the reader's own: Loki says 404 to one that it does not know",
  },
  {
    page: "docs/runbooks/loki-no-compactor.md",
    command: "curl -X POST -d forget=loki-7",
    reason: "as in docs/runbooks/lost-ring.md",
  },
  {
    page: "docs/runbooks/loki-ring-unhealthy.md",
    command: "curl -X POST -d forget=loki-7",
    reason: "as in docs/runbooks/lost-ring.md",
  },
  {
    page: "docs/runbooks/promtail-file-missing.md",
    command: "curl -s http://localhost:9080/metrics",
    reason: "needs a Promtail: tests/conformance/metricNames.test.ts reads these metrics of one",
  },
  {
    page: "docs/runbooks/lost-objects.md",
    command: "aws",
    reason: "no AWS account; its requests were made to SeaweedFS, as the page says",
  },
  {
    page: "docs/runbooks/lost-objects.md",
    command: "gcloud",
    reason: "no Google Cloud account; the page says that it was not run",
  },
  {
    page: "docs/runbooks/lost-ring.md",
    command: "curl -X POST -d forget=loki-7",
    reason:
      "a ring in memory has no form that forgets; Loki's own, of which the chaos tests see the ring",
  },
  {
    page: "docs/security.md",
    command: "curl --cacert",
    reason: "needs TLS: tests/conformance/tls.test.ts asks Loki in this way",
  },
  {
    page: "docs/security.md",
    command: "htpasswd",
    reason: "no apache2-utils; tests/conformance/rotation.test.ts gives such hashes to Caddy",
  },
  {
    page: "examples/README.md",
    command: "cargo run",
    reason: "needs Cargo and crates.io; run when the sample was written",
  },
];
