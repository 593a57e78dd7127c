import { consulConfig, consulJoins, lokiPolicy } from "../../components/ring/consulConfig";
import { createRing } from "../../components/ring/ring";
import { inventory, record } from "../support/record";
import { devSettings, prodSettings } from "../support/settings";

const args = {
  namespace: "logs",
  peersHost: "loki-headless.logs.svc",
  consulImage: "docker.io/hashicorp/consul:1.22.3",
};

const nothing = { initContainers: [], env: [], volumes: [], volumeMounts: [], dependencies: [] };

describe("createRing", () => {
  test("makes nothing for one process that is its own ring", async () => {
    const evaluation = await record(() => {
      const ring = createRing({ ...args, settings: devSettings().ring }, {});
      expect(ring).toEqual({ kvstore: { store: "inmemory" }, ...nothing });
    });
    expect(inventory(evaluation)).toEqual([]);
  });

  test("makes nothing for replicas that gossip, and tells them where to find each other", async () => {
    const settings = prodSettings({
      ring: { kind: "memberlist", heartbeatPeriod: "5s", heartbeatTimeout: "2m" },
    }).ring;
    const evaluation = await record(() => {
      expect(createRing({ ...args, settings }, {})).toEqual({
        kvstore: { store: "memberlist" },
        heartbeatPeriod: "5s",
        heartbeatTimeout: "2m",
        memberlist: {
          bind_port: 7946,
          join_members: ["loki-headless.logs.svc:7946"],
          cluster_label: "loki-headless.logs.svc",
          abort_if_cluster_join_fails: false,
        },
        gossipPort: 7946,
        ...nothing,
      });
    });
    expect(inventory(evaluation)).toEqual([]);
  });

  test("makes Consul servers in the namespace of the stack", async () => {
    const { resources } = await record(() => {
      const { kvstore } = createRing({ ...args, settings: prodSettings().ring }, {});
      expect(kvstore).toEqual({
        store: "consul",
        prefix: "collectors/",
        consul: { host: "consul.logs.svc:8500" },
      });
    });
    const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
    const namespaces = objects.map(
      ({ inputs }) => (inputs["metadata"] as { namespace: string }).namespace,
    );
    expect([objects.length, new Set(namespaces)]).toEqual([12, new Set(["logs"])]);
  });
});

describe("consulJoins", () => {
  const names = { statefulSet: "consul", headlessHost: "consul-headless.logs.svc" };

  /** Who is in one cluster with server 0 when each server was taken in by the one it is given. */
  function cluster(takenInBy: readonly string[], own: readonly string[]): Set<string> {
    const found = new Set([own[0] as string]);
    for (let size = 0; size < found.size;) {
      size = found.size;
      takenInBy.forEach((other, ordinal) => {
        const name = own[ordinal] as string;
        if (found.has(name) || found.has(other)) {
          found.add(name).add(other);
        }
      });
    }
    return found;
  }

  test("names the two other servers of three", () => {
    expect(consulJoins({ servers: 3, ...names })).toEqual([
      { retry_join: ["consul-1.consul-headless.logs.svc", "consul-2.consul-headless.logs.svc"] },
      { retry_join: ["consul-0.consul-headless.logs.svc", "consul-2.consul-headless.logs.svc"] },
      { retry_join: ["consul-0.consul-headless.logs.svc", "consul-1.consul-headless.logs.svc"] },
    ]);
  });

  test("names nobody to a server that is alone", () => {
    expect(consulJoins({ servers: 1, ...names })).toEqual([{ retry_join: [] }]);
  });

  test.each([3, 5, 7])("makes one cluster of %d, whoever answers first", (servers) => {
    const lists = consulJoins({ servers, ...names }).map(({ retry_join }) => retry_join);
    const own = lists.map((_, ordinal) => `consul-${ordinal}.${names.headlessHost}`);
    for (let choice = 0; choice < 2 ** servers; choice += 1) {
      const takenInBy = lists.map((list, ordinal) => list[(choice >> ordinal) & 1] as string);
      expect(cluster(takenInBy, own)).toEqual(new Set(own));
    }
    lists.forEach((list, ordinal) => {
      expect(list).not.toContain(own[ordinal]);
    });
  });
});

describe("consulConfig", () => {
  test("is closed, encrypted, and waits for all servers before it forms a cluster", () => {
    expect(consulConfig(3)).toEqual({
      server: true,
      datacenter: "loki",
      data_dir: "/consul/data",
      bind_addr: "0.0.0.0",
      client_addr: "0.0.0.0",
      bootstrap_expect: 3,
      retry_interval: "1s",
      leave_on_terminate: true,
      autopilot: { min_quorum: 2, cleanup_dead_servers: true },
      performance: { raft_multiplier: 1, leave_drain_time: "1s" },
      acl: {
        enabled: true,
        default_policy: "deny",
        down_policy: "extend-cache",
        enable_token_persistence: true,
      },
      encrypt_verify_incoming: true,
      encrypt_verify_outgoing: true,
      connect: { enabled: false },
      ui_config: { enabled: false },
      disable_remote_exec: true,
      disable_update_check: true,
      enable_script_checks: false,
      ports: { dns: -1, grpc: -1, grpc_tls: -1, serf_wan: -1 },
      telemetry: { prometheus_retention_time: "60s", disable_hostname: true },
      log_json: true,
    });
  });

  test.each([
    { servers: 1, quorum: 1 },
    { servers: 3, quorum: 2 },
    { servers: 5, quorum: 3 },
    { servers: 7, quorum: 4 },
  ])("never goes below $quorum of $servers servers by itself", ({ servers, quorum }) => {
    const config = consulConfig(servers);
    expect([config.bootstrap_expect, config.autopilot.min_quorum]).toEqual([servers, quorum]);
  });

  test("lets Loki's token write Loki's keys and nothing else", () => {
    expect(lokiPolicy).toEqual({ key_prefix: { "collectors/": { policy: "write" } } });
  });
});
