/** The images the program was tested with. `images` in the settings overrides any of them. */
export const images = {
  loki: "grafana/loki:3.7.6@sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952",
  /** The last published image: Promtail reached its end of life on 2026-03-02. */
  promtail: "grafana/promtail:3.6.11",
  consul: "hashicorp/consul:1.22.3",
  grafana: "grafana/grafana:13.2.0",
  tempo: "grafana/tempo:2.10.8",
  caddy: "caddy:2.11.4",
} as const;

/** A program the stack runs. */
export type ImageName = keyof typeof images;
