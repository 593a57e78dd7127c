import type { PodAnnotations } from "../kubernetes";
import type { ScrapeTarget } from "./scrapeTargets";

/**
 * The annotations by which many a Prometheus finds what to scrape. They are a custom, not an API: a
 * Prometheus follows them where its own configuration says so, as that of its Helm chart does.
 * @see https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus#scraping-pod-metrics-via-annotations
 */
export function scrapeAnnotations({ port, path, tls }: ScrapeTarget): PodAnnotations {
  return {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": String(port.number),
    "prometheus.io/path": path,
    ...(tls === undefined ? {} : { "prometheus.io/scheme": "https" }),
  };
}

/** The same for every component that answers without a token, which an annotation cannot carry. */
export function podAnnotations(
  kind: "annotations" | "podMonitors" | "none",
  targets: readonly ScrapeTarget[],
): Readonly<Record<string, PodAnnotations>> {
  return kind === "annotations"
    ? Object.fromEntries(
        targets
          .filter(({ asksForToken }) => asksForToken === undefined)
          .map((target) => [target.component, scrapeAnnotations(target)]),
      )
    : {};
}
