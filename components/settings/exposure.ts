import type { ExposeSettings } from "./schemaExpose";

/** Where people find a Grafana that is reached by `kubectl port-forward`. */
const forwarded = "http://localhost:3000";

/** `https://host`, or `http://host` where there is no TLS: how it is reached from outside. */
export const exposedUrl = ({ host, tls }: ExposeSettings): string =>
  `${tls === "off" ? "http" : "https"}://${host}`;

/** The address that people open: what the settings say, else where it is exposed. */
export function grafanaAddress(grafana: {
  readonly url?: string | undefined;
  readonly expose?: ExposeSettings | undefined;
}): string {
  const { url, expose } = grafana;
  return url ?? (expose === undefined ? forwarded : exposedUrl(expose));
}
