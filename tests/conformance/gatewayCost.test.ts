import { request } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";

const pushesPerSecond = 50;
const seconds = 10;

/** With two more a hundred: among their users each name is looked for. */
const manyIds = Array.from({ length: 98 }, (_, index) => `tenant-${index}`);

let gateway: RunningGateway;
/** The same without a look at passwords: what its pushes cost is the machine's affair. */
let open: RunningGateway;

beforeAll(async () => {
  // The stack gives what a person chose a hash that takes 54 ms to compare with.
  const hashCost = (user: string) => (user === "chosen-write" ? 10 : 4);
  const options = { ids: ["a", "chosen", ...manyIds], collectorUser: "collector", hashCost };
  gateway = await RunningGateway.start(options);
  open = await RunningGateway.start(options, withoutPasswords);
}, 60_000);
afterAll(() => Promise.all([gateway.stop(), open.stop()]));

/** A configuration in which everybody is the user `a-write`. */
function withoutPasswords(config: string): string {
  const without = JSON.parse(config, (_, value: unknown) =>
    Array.isArray(value) ? value.filter((item) => !isAuthentication(item)) : value,
  ) as unknown;
  return JSON.stringify(without).replaceAll("{http.auth.user.id}", "a-write");
}

const isAuthentication = (item: unknown) =>
  (item as { readonly handler?: string } | null)?.handler === "authentication";

/** An agent's batch: some hundred lines, compressed. */
const body = "x".repeat(16_384);

const push = (at: RunningGateway, headers: readonly string[]) =>
  at.send(request("POST", "/loki/api/v1/push", { headers, body }));

const basic = (password: string, user = "a-write") =>
  `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

const right = basic("a-write!");

/**
 * Sends requests at the rate to the gateway, and as many good ones to the open one at the same time.
 * Returns what one of them costs, and what it costs beyond one to the open gateway: the comparison of
 * the password. In milliseconds of processor time.
 */
async function costOf(count: number, status: number, send: (index: number) => string[]) {
  await Promise.all([push(gateway, [right]), push(open, [right])]);
  const before = [gateway.cpuMs(), open.cpuMs()] as const;
  const start = Date.now();
  const answers = [];
  const others = [];
  for (let index = 0; index < count; index += 1) {
    const due = start + (index * 1_000) / pushesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    answers.push(push(gateway, send(index)));
    others.push(push(open, [right]));
  }
  const statuses = (await Promise.all(answers)).map((answer) => answer.status);
  const openStatuses = (await Promise.all(others)).map((answer) => answer.status);
  const whole = (gateway.cpuMs() - before[0]) / count;
  const without = (open.cpuMs() - before[1]) / count;
  expect(new Set(statuses)).toEqual(new Set([status]));
  expect(new Set(openStatuses)).toEqual(new Set([200]));
  return { whole, beyond: whole - without };
}

function told(what: string, { whole, beyond }: { whole: number; beyond: number }): void {
  const text = `${what} costs the gateway ${whole.toFixed(2)} ms, ${beyond.toFixed(2)} beyond a push without a password\n`;
  process.stdout.write(text);
}

test.each([
  ["a generated", right],
  ["a chosen", basic("chosen-write!", "chosen-write")],
])(
  "%s password costs a push at most 2 ms of processor time at 50 pushes a second",
  async (what, header) => {
    await push(gateway, [header]);
    const cost = await costOf(pushesPerSecond * seconds, 200, () => [header]);
    told(`a push with ${what} password`, cost);
    expect(cost.beyond).toBeLessThanOrEqual(2);
  },
  120_000,
);

// Caddy by itself compares an unknown user's password at cost 14, which takes a second.
test.each([
  ["a wrong password", (guess: string) => [basic(guess)]],
  ["an unknown user", (guess: string) => [basic(guess, guess)]],
  ["a user who may only read", (guess: string) => [basic(guess, "a-read")]],
  ["an unknown user before a known one", (guess: string) => [basic(guess, "b"), basic(guess)]],
])(
  "%s costs at most 2 ms more than a push, so that guessing does not stop pushes",
  async (what, headers) => {
    const cost = await costOf(200, 401, (index) => headers(`guess-${index}`));
    told(what, cost);
    expect(cost.beyond).toBeLessThanOrEqual(2);
  },
  300_000,
);
