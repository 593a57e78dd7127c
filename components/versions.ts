/**
 * The images the program was tested with. `images` in the settings overrides any of them. A digest is
 * that of the index over all platforms.
 */
export const images = {
  loki: "grafana/loki:3.7.6@sha256:efd47c67f9bac88ca29bcf8cb997d9ab29d1848bd0aff579282295542a745952",
  /** The last published image: Promtail reached its end of life on 2026-03-02. */
  promtail: "grafana/promtail:3.6.11",
  consul: "hashicorp/consul:1.22.3",
  grafana:
    "grafana/grafana:13.2.0@sha256:3fd54ae1214669f8355f065ec9f6445d5279a3d77095ab048ca045685272429b",
  tempo:
    "grafana/tempo:2.10.8@sha256:f0561deb1c68ec44d6e6e7e4487f30106c4e5e768642077695b37958b105812a",
  caddy: "caddy:2.11.4@sha256:df7f1c2fb114453b951de51a98efc010db1655a92c2e86be6706714e2417a78d",
  lokiCanary: "grafana/loki-canary:3.7.6",
  prometheus:
    "prom/prometheus:v3.14.0@sha256:5ce7540c3c00ef4ab0c9d2c995c6a5b9c421f44b4a115d97a2c7af3b1c21cbb0",
} as const;

/** A program the stack runs. */
export type ImageName = keyof typeof images;
