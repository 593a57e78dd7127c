import { testRows } from "../badInput";

testRows([
  {
    row: "C66",
    stack: "prod",
    bad: { images: { loki: "grafana/loki:latest" } },
    message: `config error [C66] fraiseql-loki:images.loki: got "grafana/loki:latest"; expected a pinned tag and a sha256 digest.
  Fix: pulumi config rm --path 'fraiseql-loki:images.loki' (for the pinned grafana/loki:3.7.6)`,
    good: {
      images: {
        loki: "grafana/loki:3.7.6@sha256:0000000000000000000000000000000000000000000000000000000000000000",
      },
    },
  },
  {
    row: "C66",
    stack: "prod",
    bad: { images: { loki: "grafana/loki:3.7.6" } },
    message: `config error [C66] fraiseql-loki:images.loki: got "grafana/loki:3.7.6"; expected a pinned tag and a sha256 digest.
  Fix: pulumi config rm --path 'fraiseql-loki:images.loki' (for the pinned grafana/loki:3.7.6)`,
    good: {
      images: { loki: "grafana/loki:3.7.6", requireDigests: false },
      acceptedRisks: ["images.requireDigests"],
    },
  },
  {
    row: "C66",
    stack: "dev",
    bad: { images: { caddy: "registry:5000/caddy" } },
    message: `config error [C66] fraiseql-loki:images.caddy: got "registry:5000/caddy"; expected a pinned tag, not latest.
  Fix: pulumi config rm --path 'fraiseql-loki:images.caddy' (for the pinned caddy:2.11.4)`,
    good: { images: { caddy: "registry:5000/caddy:2.11.4" } },
  },
  {
    row: "C66",
    stack: "dev",
    bad: { images: { caddy: "caddy:2.11.4@sha256:12" } },
    message: `config error [C66] fraiseql-loki:images.caddy: got "caddy:2.11.4@sha256:12"; expected a pinned tag and a sha256 digest.
  Fix: pulumi config rm --path 'fraiseql-loki:images.caddy' (for the pinned caddy:2.11.4)`,
    good: {
      images: {
        caddy:
          "caddy:2.11.4@sha256:0000000000000000000000000000000000000000000000000000000000000000",
      },
    },
  },
  {
    row: "C67",
    stack: "dev",
    bad: { images: { promtail: "grafana/promtail:3.7.0" } },
    message: `config error [C67] fraiseql-loki:images.promtail: got "grafana/promtail:3.7.0"; expected at most 3.6: there is no such image, Promtail ended with 3.6.
  Fix: pulumi config rm --path 'fraiseql-loki:images.promtail' (for grafana/promtail:3.6.11)`,
    good: { images: { promtail: "grafana/promtail:3.6.11" } },
  },
  {
    row: "C67",
    stack: "dev",
    bad: { images: { promtail: "grafana/promtail:v4.0.0" } },
    message: `config error [C67] fraiseql-loki:images.promtail: got "grafana/promtail:v4.0.0"; expected at most 3.6: there is no such image, Promtail ended with 3.6.
  Fix: pulumi config rm --path 'fraiseql-loki:images.promtail' (for grafana/promtail:3.6.11)`,
    good: { images: { promtail: "grafana/promtail:v3.6.0" } },
  },
  {
    row: "a mirror",
    stack: "dev",
    bad: { images: { mirror: "https://registry.example.com" } },
    message: `config error fraiseql-loki:images.mirror: got "https://registry.example.com"; expected host, host:port or host/path of a registry, without a scheme.
  Fix: pulumi config set --path 'fraiseql-loki:images.mirror' registry.example.com/mirror`,
    good: { images: { mirror: "registry.example.com:5000/hub" } },
  },
  {
    row: "a mirror",
    stack: "dev",
    bad: { images: { mirror: "user:hunter2@registry" } },
    message: `config error fraiseql-loki:images.mirror: got "[secret]@registry"; expected host, host:port or host/path of a registry, without a scheme.
  Fix: pulumi config set --path 'fraiseql-loki:images.mirror' registry.example.com/mirror`,
    good: { images: { mirror: "registry.example.com:5000/hub" } },
  },
]);
