import { withTls } from "../../components/loki/lokiTls";
import { record } from "../support/record";
import { Loki } from "../../components/loki/loki";
import { tenantsOf } from "../../components/settings/tenants";
import { prodSettings } from "../support/settings";
import { devConfig, ingesterClient, prodConfig, shared } from "./fixtures";
import { dataOf, neighbours, podOf } from "./recorded";

const client = {
  tls_enabled: true,
  tls_cert_path: "/etc/loki/tls/tls.crt",
  tls_key_path: "/etc/loki/tls/tls.key",
  tls_ca_path: "/etc/loki/tls/ca.crt",
  tls_server_name: "loki.logs.svc",
};
const certificate = { cert_file: client.tls_cert_path, key_file: client.tls_key_path };

/** What TLS changes in the configuration of any stack. */
const changes = {
  server: {
    ...shared.server,
    http_tls_config: certificate,
    grpc_tls_config: {
      ...certificate,
      client_auth_type: "RequireAndVerifyClientCert",
      client_ca_file: client.tls_ca_path,
    },
  },
  ingester_client: { grpc_client_config: client },
  query_scheduler: { ...shared.query_scheduler, grpc_client_config: client },
  frontend: { ...shared.frontend, grpc_client_config: client },
  frontend_worker: {
    ...shared.frontend_worker,
    query_frontend_grpc_client: client,
    query_scheduler_grpc_client: client,
  },
  compactor_grpc_client: client,
  ruler: { ...shared.ruler, ruler_client: client },
};

describe("withTls", () => {
  test("encrypts both ports and every client of a replica that is alone", () => {
    expect(withTls(devConfig(), "loki.logs.svc")).toEqual({ ...devConfig(), ...changes });
  });

  test("keeps what else the clients are told, and has the pattern ingester's too", () => {
    const config = prodConfig({ patterns: true });
    expect(withTls(config, "loki.logs.svc")).toEqual({
      ...config,
      ...changes,
      ingester_client: {
        ...ingesterClient,
        grpc_client_config: { ...ingesterClient.grpc_client_config, ...client },
      },
      pattern_ingester: {
        enabled: true,
        lifecycler: { min_ready_duration: "0s" },
        client_config: { grpc_client_config: client },
      },
    });
  });

  test("encrypts the gossip", () => {
    const memberlist = {
      bind_port: 7946,
      join_members: ["loki-headless.logs.svc:7946"],
      cluster_label: "loki-headless.logs.svc",
      abort_if_cluster_join_fails: false,
    };
    expect(withTls({ ...prodConfig(), memberlist }, "loki.logs.svc").memberlist).toEqual({
      ...memberlist,
      ...client,
    });
  });
});

test("the pod mounts the certificate as a folder and is asked by HTTPS whether it is ready", async () => {
  const evaluation = await record(() => {
    const settings = prodSettings();
    const { url } = new Loki("loki", {
      namespace: "logs",
      settings: settings.loki,
      images: settings.images,
      ...neighbours(),
      tenants: tenantsOf(settings),
      multiTenant: true,
      tls: { secretName: "my-tls", serverName: "loki.logs.svc" },
    });
    return { url };
  });
  const { containers, volumes } = podOf(evaluation);
  expect(evaluation.outputs).toEqual({ url: "https://loki.logs.svc:3100" });
  expect(dataOf(evaluation, "loki-config")["loki.yaml"]).toContain(
    "    tls_server_name: loki.logs.svc\n",
  );
  expect(volumes?.at(-1)).toEqual({
    name: "tls",
    secret: { secretName: "my-tls", defaultMode: 0o440 },
  });
  const [container] = containers;
  // Without a subPath: with one, the kubelet never brings a renewed certificate.
  expect(container?.volumeMounts?.at(-1)).toEqual({
    name: "tls",
    mountPath: "/etc/loki/tls",
    readOnly: true,
  });
  const ready = { path: "/ready", port: "http", scheme: "HTTPS" };
  expect([container?.startupProbe, container?.readinessProbe]).toMatchObject([
    { httpGet: ready },
    { httpGet: ready },
  ]);
  // Of the HTTP port each look would be a line of Loki's log: a handshake that was broken off.
  expect(container?.livenessProbe).toEqual({
    tcpSocket: { port: "grpc" },
    periodSeconds: 15,
    failureThreshold: 6,
  });
});
