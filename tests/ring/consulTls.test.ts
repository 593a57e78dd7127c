import {
  consulConfig,
  consulServerName,
  type ConsulConfig,
} from "../../components/ring/consulConfig";
import { createRing } from "../../components/ring/ring";
import { inputsOf, record } from "../support/record";
import { prodSettings } from "../support/settings";
import type { Workload } from "../support/workloads";
import { dataOf, types } from "./fixtures";

const files = {
  ca_file: "/consul/tls/ca.crt",
  cert_file: "/consul/tls/tls.crt",
  key_file: "/consul/tls/tls.key",
};

test.each([
  { rpc: "accepted", verify_incoming: false, speaks: false },
  { rpc: "offered", verify_incoming: false, speaks: true },
  { rpc: "required", verify_incoming: true, speaks: true },
] as const)("servers with a certificate, TLS $rpc", ({ rpc, verify_incoming, speaks }) => {
  expect(consulConfig(3, { secretName: "consul-tls", rpc })).toEqual({
    ...consulConfig(3),
    tls: {
      internal_rpc: {
        ...files,
        verify_incoming,
        verify_outgoing: speaks,
        verify_server_hostname: speaks,
      },
    },
    auto_reload_config: true,
  });
});

test("the name that the servers' certificate must have follows from their datacenter", () => {
  expect(consulServerName).toBe(`server.${consulConfig(1).datacenter}.consul`);
});

test("the servers mount their certificate as a folder, and nothing beside them does", async () => {
  const evaluation = await record(() => {
    const { kvstore } = createRing(
      {
        settings: prodSettings().ring,
        namespace: "logs",
        peersHost: "loki-headless.logs.svc",
        consulImage: "consul",
        consulTls: { secretName: "my-tls", rpc: "required" },
      },
      {},
    );
    // Loki's client of Consul is not told of TLS: that is between the servers.
    expect(kvstore).toMatchObject({ consul: { host: "consul.logs.svc:8500" } });
  });
  const file = dataOf(evaluation, "consul-config")["consul.json"] ?? "";
  expect((JSON.parse(file) as ConsulConfig).tls?.internal_rpc.verify_incoming).toBe(true);
  const set = inputsOf(evaluation, types.statefulSet, "consul") as unknown as Workload;
  const { containers, volumes } = set.spec.template.spec;
  expect(volumes?.at(-1)).toEqual({
    name: "tls",
    secret: { secretName: "my-tls", defaultMode: 0o440 },
  });
  const mounts = containers.map(({ name, volumeMounts }) => [
    name,
    volumeMounts?.filter((mount) => mount.name === "tls"),
  ]);
  expect(mounts).toEqual([
    ["consul", [{ name: "tls", mountPath: "/consul/tls", readOnly: true }]],
    ["token-keeper", []],
  ]);
});
