import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allCalls, unusedEntries } from "./calls";
import { place, root } from "./blocks";
import { callsOf, callText, flagsOf, type Call } from "./shell";

const of = (program: string) => allCalls.filter((call) => call.program === program);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test("there are commands to look at", () => {
  expect(allCalls.length).toBeGreaterThan(50);
});

test("every entry of tests/docs/notRun.ts is needed", () => {
  expect(unusedEntries()).toEqual([]);
});

test("a folder that a command goes into is there", () => {
  const folders = allCalls.flatMap(({ block }) =>
    [...block.code.matchAll(/\bcd ([\w./-]+)/g)].map(([, path = ""]) => path),
  );
  expect(folders.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

/** `npm run --silent NAME -- FLAGS`, `npm start`, `npm ci`: the script and what it is given. */
function npmCall({ args }: Call): { readonly script: string; readonly given: readonly string[] } {
  const words = args.filter((arg) => arg !== "--silent");
  const [first = "", second = ""] = words;
  const end = words.indexOf("--");
  return {
    script: first === "run" ? second : first,
    given: end === -1 ? [] : words.slice(end + 1),
  };
}

const npmCalls = of("npm").filter((call) => npmCall(call).script !== "ci");

test.each(npmCalls.map((call) => [place(call.block), callText(call), call] as const))(
  "%s: %s is a script of package.json",
  (_, __, call) => {
    expect(Object.keys(scripts)).toContain(npmCall(call).script);
  },
);

/** What a command says of its options when it is given one that it does not know. */
const usages = new Map<string, string>();
function usageOf(script: string): string {
  const known = usages.get(script);
  if (known !== undefined) {
    return known;
  }
  const [, ...args] = (scripts[script] ?? "").split(" ");
  const { stderr } = spawnSync(process.execPath, [...args, "--no-such-option"], {
    cwd: root,
    encoding: "utf8",
    timeout: 25_000,
  });
  usages.set(script, stderr);
  return stderr;
}

const withFlags = npmCalls.filter((call) => npmCall(call).given.length > 0);

test.each(withFlags.map((call) => [place(call.block), callText(call), call] as const))(
  "%s: %s has options that the command knows",
  (_, __, call) => {
    const { script, given } = npmCall(call);
    const usage = usageOf(script);
    expect(usage).toContain("--no-such-option");
    // The sentence that refuses names the unknown option first, then all that there are.
    const known = usage.split("--no-such-option").slice(1).join("");
    expect(flagsOf(given).filter((flag) => !known.includes(flag))).toEqual([]);
  },
);

test("the test bed's script has every command that is called", () => {
  const text = readFileSync(join(root, "testbed/testbed.sh"), "utf8");
  for (const call of of("testbed/testbed.sh")) {
    expect(text).toMatch(new RegExp(`^  ${call.args[0] ?? "nothing"}\\b`, "m"));
  }
});

test("Python is called for a file that is there", () => {
  for (const { block, args } of of("python3")) {
    const [, folder = "."] = /\bcd ([\w./-]+)/.exec(block.code) ?? [];
    expect(existsSync(join(root, folder, args[0] ?? ""))).toBe(true);
  }
});

describe("a block", () => {
  const block = (code: string) => ({ page: "x.md", line: 7, language: "bash", notes: [], code });

  test("shows each program's own arguments, as the shell makes them", () => {
    const code = "# a note\nnpm run x -- --a \"b c\" \\\n  --d='e' & pulumi up | kubectl get 'x y'";
    const calls = callsOf(block(code)).map(callText).sort();
    expect(calls).toEqual(["kubectl get x y", "npm run x -- --a b c --d=e", "pulumi up"]);
  });

  test("that calls a program without a check is refused", () => {
    expect(() => callsOf(block("rm -rf /"))).toThrow(/^x\.md:7 ends with code 127 .*rm: not found/);
  });

  test("that is no shell is refused", () => {
    expect(() => callsOf(block("kubectl get 'pods"))).toThrow("x.md:7 ends with code 2");
  });
});
