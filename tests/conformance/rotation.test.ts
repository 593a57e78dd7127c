import * as pulumi from "@pulumi/pulumi";
import { inputsOf } from "../support/record";
import { evaluateStack } from "../support/stacks";
import { request } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";

jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
jest.setTimeout(300_000);

const pushesPerSecond = 50;
const running: RunningGateway[] = [];

afterAll(() => Promise.all(running.map((gateway) => gateway.stop())));

/** The gateway as an update with these settings rolls it out. */
async function gatewayOf(settings: object): Promise<RunningGateway> {
  const stack = await evaluateStack("prod", {
    tenants: [{ id: "fraiseql", ...settings }, { id: "other" }],
    collector: settings,
  });
  const config = inputsOf(stack, "kubernetes:core/v1:ConfigMap", "loki-gateway-config");
  const users = inputsOf(stack, "kubernetes:core/v1:Secret", "loki-gateway-users");
  const { "caddy.json": file = "" } = config["data"] as Record<string, string>;
  const gateway = await RunningGateway.rendered(
    file,
    users["stringData"] as Record<string, string>,
  );
  running.push(gateway);
  return gateway;
}

interface Client {
  readonly user: string;
  readonly headers: readonly string[];
}

const client = (user: string, ...headers: string[]): Client => {
  const password = `password-of-gateway-${user}`;
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  return { user, headers: [`Authorization: Basic ${basic}`, ...headers] };
};
const before = [client("fraiseql-write"), client("collector", "X-Scope-OrgID: fraiseql")] as const;
const after = [
  client("fraiseql-write-2"),
  client("collector-2", "X-Scope-OrgID: fraiseql"),
] as const;

/** Pushes all the time, to whatever gateway is in its place and as whoever it is then. */
class Load {
  readonly statuses: Promise<string>[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(
    public gateway: RunningGateway,
    public clients: readonly Client[],
  ) {
    this.timer = setInterval(() => {
      this.push();
    }, 1_000 / pushesPerSecond);
  }

  /** Waits until so many more were sent: on a machine with little to spare they are late. */
  async pushes(count: number): Promise<void> {
    const end = this.statuses.length + count;
    while (this.statuses.length < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The answers there were, as `user status`. */
  async end(): Promise<Set<string>> {
    clearInterval(this.timer);
    return new Set(await Promise.all(this.statuses));
  }

  private push(): void {
    const { user, headers } = this.clients[this.statuses.length % this.clients.length] as Client;
    const body = "x".repeat(1_024);
    const sent = this.gateway.send(request("POST", "/loki/api/v1/push", { headers, body }));
    this.statuses.push(sent.then(({ status }) => `${user} ${status}`));
  }
}

const accepted = (clients: readonly Client[]) => clients.map(({ user }) => `${user} 200`);
const refused = (clients: readonly Client[]) => clients.map(({ user }) => `${user} 401`);

const raised = { passwordGeneration: 2 };
const ended = { passwordGeneration: 2, oldestPasswordGeneration: 2 };

test("a rotation refuses no push: first the gateway, then its clients, then the old passwords", async () => {
  const [first, both, last] = [
    await gatewayOf({}),
    await gatewayOf(raised),
    await gatewayOf(ended),
  ];
  const load = new Load(first, before);
  await load.pushes(100);
  load.gateway = both;
  await load.pushes(100);
  load.clients = [...before, ...after];
  await load.pushes(100);
  load.clients = after;
  await load.pushes(100);
  load.gateway = last;
  await load.pushes(100);
  const statuses = await load.end();
  expect(statuses).toEqual(new Set([...accepted(before), ...accepted(after)]));
  // By this people see who has not moved yet.
  const known = [...before, ...after].filter(({ user }) =>
    both.log.includes(`"user_id":"${user}"`),
  );
  expect(known).toEqual([...before, ...after]);
});

test("what a rotation has ended is refused, and what it has not begun", async () => {
  const [first, , last] = running as [RunningGateway, RunningGateway, RunningGateway];
  const load = new Load(last, before);
  await load.pushes(100);
  load.gateway = first;
  load.clients = after;
  await load.pushes(100);
  expect(await load.end()).toEqual(new Set([...refused(before), ...refused(after)]));
});
