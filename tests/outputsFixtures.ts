import * as pulumi from "@pulumi/pulumi";
import { stackOutputs, type Access } from "../components/outputs";
import { filesystemStorage } from "../components/storage/filesystemStorage";
import type { Evaluation } from "../tools/evaluate";
import { record } from "./support/record";
import { devSettings } from "./support/settings";
import { runShell } from "./support/shell";

export const stackId = "0b0e0a4e-7a4f-4a53-9b46-6c3c1f3a7c55";
export const service = { name: "loki", port: 3100 };
export const url = "http://loki.logs.svc:3100";
export const open: Access = {
  url,
  pushUrl: `${url}/push`,
  queryUrl: `${url}/query`,
  tenant: "fake",
  tenants: [],
  service,
  dependencies: [],
};

export const user = (name: string, password: string) => ({
  name,
  password: pulumi.secret(password),
  hash: pulumi.secret("hash"),
});

export type Grafana = Parameters<typeof stackOutputs>[0]["grafana"];

export const outputsOf = (
  access: Access,
  more: { tempo?: string; grafana?: Grafana; areas?: Record<string, unknown> } = {},
) =>
  record(() =>
    stackOutputs({
      settings: devSettings({
        namespace: "logs",
        collector: { namespace: "agents" },
        ...more.areas,
      }),
      stackId: pulumi.output(stackId),
      storage: { ...filesystemStorage, bucketNames: ["chunks", "ruler"] },
      access,
      tracing: more.tempo === undefined ? undefined : { url: more.tempo },
      grafana: more.grafana,
    }),
  );

export const usersOf = (tenant: string, write: string, read: string) => ({
  id: tenant,
  write: user(`${tenant}-write`, write),
  read: user(`${tenant}-read`, read),
});

export const withPasswords = (tenant: string, writer: string, reader: string): Access => {
  const { id, write, read } = usersOf(tenant, writer, reader);
  return { ...open, tenant, write, read, tenants: [{ id, write, read }] };
};

/** The arguments that a shell hands to curl, one a line. */
export function argumentsOf(
  { outputs }: Evaluation,
  command: "pushCommand" | "queryCommand",
): string[] {
  const { stdout } = runShell(outputs[command] as string, {
    curl: 'printf "%s\\n" "$@"',
    date: "echo 1764843330",
  });
  return stdout.trimEnd().split("\n");
}

export const push = [
  "-f",
  "--retry",
  "5",
  "-H",
  "Content-Type: application/json",
  "-d",
  '{"streams":[{"stream":{"job":"test","level":"info"},"values":[["1764843330000000000","Test log message from FraiseQL"]]}]}',
  "http://localhost:3100/loki/api/v1/push",
];
export const query = [
  "-G",
  "--data-urlencode",
  'query={job="test"}',
  "-d",
  "since=1h",
  "-d",
  "limit=100",
  "http://localhost:3100/loki/api/v1/query_range",
];
