import { request } from "./gateway/request";
import { RunningGateway } from "./gateway/runningGateway";

const pushesPerSecond = 50;
const seconds = 10;

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start({ ids: ["a"], collectorUser: "collector" });
}, 60_000);
afterAll(() => gateway.stop());

/** An agent's batch: some hundred lines, compressed. */
const body = "x".repeat(16_384);

const push = (headers: readonly string[]) =>
  gateway.send(request("POST", "/loki/api/v1/push", { headers, body }));

const basic = (password: string, user = "a-write") =>
  `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** Sends requests at the rate and returns the processor time of one, in milliseconds. */
async function costOf(count: number, status: number, send: (index: number) => string[]) {
  await push([basic("a-write!")]);
  const before = gateway.cpuMs();
  const start = Date.now();
  const answers = [];
  for (let index = 0; index < count; index += 1) {
    const due = start + (index * 1_000) / pushesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
    answers.push(push(send(index)));
  }
  const statuses = (await Promise.all(answers)).map((answer) => answer.status);
  const cost = (gateway.cpuMs() - before) / count;
  expect(new Set(statuses)).toEqual(new Set([status]));
  return cost;
}

test("a push costs at most 2 ms of processor time at 50 pushes a second", async () => {
  const ms = await costOf(pushesPerSecond * seconds, 200, () => [basic("a-write!")]);
  process.stdout.write(`a push with a known password costs the gateway ${ms.toFixed(2)} ms\n`);
  expect(ms).toBeLessThanOrEqual(2);
}, 120_000);

// Caddy by itself compares an unknown user's password at cost 14, which takes a second.
test.each([
  ["a wrong password", (guess: string) => [basic(guess)]],
  ["an unknown user", (guess: string) => [basic(guess, guess)]],
  ["a user who may only read", (guess: string) => [basic(guess, "a-read")]],
  ["an unknown user before a known one", (guess: string) => [basic(guess, "b"), basic(guess)]],
])(
  "%s costs at most 4 ms, so that guessing does not stop pushes",
  async (what, headers) => {
    const ms = await costOf(200, 401, (index) => headers(`guess-${index}`));
    process.stdout.write(`${what} costs the gateway ${ms.toFixed(2)} ms\n`);
    expect(ms).toBeLessThanOrEqual(4);
  },
  300_000,
);
