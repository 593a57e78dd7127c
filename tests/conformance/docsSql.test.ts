import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { blocksIn } from "../docs/blocks";
import { program } from "../support/programs";

/** Debian keeps the server's programs out of PATH. */
function server(name: string): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const found = versions
    .map((version) => join(debian, version, "bin", name))
    .find((path) => existsSync(path));
  return found ?? program(name);
}

// PostgreSQL refuses to be root.
const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const user = isRoot ? nobody : {};
const folder = mkdtempSync("/tmp/pg-");
let log = "";
let postgres: ChildProcess;

const psql = (sql: string) =>
  execFileSync(
    "psql",
    ["-h", folder, "-U", "docs", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-qAtc", sql],
    { encoding: "utf8", timeout: 30_000, ...user, cwd: folder, stdio: "pipe" },
  ).trim();

const settings = blocksIn("conf").flatMap(({ code }) =>
  code.split("\n").flatMap((line) => {
    const [, key = "", value = ""] = /^(\w+) = '?(.*?)'?$/.exec(line) ?? [];
    return ["-c", `${key}=${value}`];
  }),
);

beforeAll(async () => {
  if (isRoot) {
    chownSync(folder, nobody.uid, nobody.gid);
  }
  const data = join(folder, "data");
  execFileSync(server("initdb"), ["-D", data, "-U", "docs", "-A", "trust", "-E", "UTF8"], {
    ...user,
    cwd: folder,
    stdio: "pipe",
    timeout: 60_000,
  });
  const own = ["-c", "listen_addresses=", "-k", folder];
  postgres = spawn(server("postgres"), ["-D", data, ...own, ...settings], { ...user, cwd: folder });
  postgres.stderr?.on("data", (text: Buffer) => (log += text.toString()));
  for (let tries = 0; tries < 300 && !log.includes("ready to accept connections"); tries += 1) {
    await delay(200);
  }
}, 150_000);

afterAll(async () => {
  const ended = once(postgres, "exit");
  postgres.kill("SIGQUIT");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test("the statements of the pages run one after the other and find what they are for", () => {
  const blocks = blocksIn("sql").map(({ code }) => code);
  const answers = blocks.map(psql);
  expect(answers.map((answer) => answer.split("|"))).toEqual([
    [""],
    [""],
    ["1", expect.any(String), expect.any(String), "1"],
    ["4bf92f3577b34da6a3ce929d0e0e4736"],
    [""],
    [""],
    [""],
  ]);
  const [, insert = "", , , , regression = ""] = blocks;
  psql(insert);
  expect(psql(regression)).toBe("db_connection_timeout");
});

test("the server logs as the page says, in the form that the pipeline reads", async () => {
  expect(settings).toHaveLength(10);
  psql("SELECT pg_sleep(0.3)");
  const expected =
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC \[\d+\] docs@postgres LOG: {2}duration: \d+\.\d+ ms {2}statement: SELECT pg_sleep\(0\.3\)$/m;
  for (let tries = 0; tries < 100 && !expected.test(log); tries += 1) {
    await delay(100);
  }
  expect(log).toMatch(expected);
});
