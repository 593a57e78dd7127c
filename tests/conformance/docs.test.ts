import { execFileSync, spawnSync } from "node:child_process";
import { OneLoki } from "../../tools/queryCosts/oneLoki";
import { blocksIn, place } from "../docs/blocks";
import { callsToRun } from "../docs/calls";
import { asked, isMetric } from "../docs/logql";
import { callText, flagsOf, type Call } from "../docs/shell";
import { expectedAnswers, guideAnswers } from "../e2e/assertions/guide";
import type { Stage } from "../e2e/support/stage";
import { program } from "../support/programs";
import { renderedStacks, type RenderedStack } from "../support/rendered";

const rows = (name: string) =>
  callsToRun(name).map((call) => [place(call.block), callText(call), call] as const);

/** What the real program says of itself. Nothing is asked of a network. */
const helps = new Map<string, string>();
function help(name: string, ...words: string[]): string {
  const key = [name, ...words].join(" ");
  const known = helps.get(key);
  if (known !== undefined) {
    return known;
  }
  const env = { ...process.env, KUBECONFIG: "/dev/null", PULUMI_SKIP_UPDATE_CHECK: "true" };
  const text = execFileSync(program(name), words, { encoding: "utf8", env, timeout: 30_000 });
  helps.set(key, text);
  return text;
}

const unknownFlags = (call: Call, text: string) =>
  flagsOf(call.args).filter(
    (flag) => !new RegExp(`(^|[\\s,])${flag}(?=[\\s,=\\[])`, "m").test(text),
  );

describe("kubectl", () => {
  let stacks: readonly RenderedStack[] = [];
  beforeAll(async () => {
    stacks = await renderedStacks();
  }, 120_000);

  /** The words of a call that are neither a flag nor the value of `-n`. */
  const words = ({ args }: Call) =>
    args.filter((arg, index) => !arg.startsWith("-") && args[index - 1] !== "-n");

  test.each(rows("kubectl"))("%s: it takes the flags of %s", (_, __, call) => {
    const [verb = ""] = words(call);
    const text = `${help("kubectl", verb, "--help")}\n${help("kubectl", "options")}`;
    expect(unknownFlags(call, text)).toEqual([]);
  });

  const named = rows("kubectl").filter(([, , { args }]) => args.some((arg) => kindAndName(arg)));

  test.each(named)("%s: the stack has what %s names", (_, __, call) => {
    const wanted = call.args.flatMap((arg) => kindAndName(arg) ?? []);
    const objects = stacks.flatMap((stack) => stack.objects);
    const has = ({ kind, name }: Named) =>
      objects.some((one) => one.kind.toLowerCase() === kind && one.metadata.name === name);
    expect(wanted.filter((one) => !has(one))).toEqual([]);
  });
});

interface Named {
  readonly kind: string;
  readonly name: string;
}

/** `deployment/grafana`; a pod is that of its StatefulSet. */
function kindAndName(arg: string): Named | undefined {
  const [, kind = "", name = ""] =
    /^(pod|service|deployment|statefulset|daemonset)\/([a-z0-9-]+)$/.exec(arg) ?? [];
  if (kind === "") {
    return undefined;
  }
  return kind === "pod" ? { kind: "statefulset", name: name.replace(/-\d+$/, "") } : { kind, name };
}

test.each(rows("pulumi"))("%s: Pulumi takes the flags of %s", (_, __, call) => {
  const [first = "", second = ""] = call.args;
  const words =
    ["config", "stack"].includes(first) && !second.startsWith("-") ? [first, second] : [first];
  const text = help("pulumi", ...words, "--help");
  // An unknown word gives the help of what is above it.
  const [, itself = "", aliases = ""] =
    /^Usage:\n {2}pulumi (.*)\n(?:[\s\S]*?^Aliases:\n(.*))?/m.exec(text) ?? [];
  expect(`${itself} ${aliases}`.split(/[ ,]+/)).toContain(words.at(-1));
  expect(unknownFlags(call, text)).toEqual([]);
});

describe("a real Loki", () => {
  let loki: OneLoki;
  beforeAll(async () => {
    loki = await OneLoki.start();
  }, 90_000);
  afterAll(async () => {
    await loki.stop();
  });

  test("finds in the examples' lines what the guide's ten queries ask for", async () => {
    const stack = { writer: () => loki.client, reader: () => loki.client };
    expect(await guideAnswers({ stack } as unknown as Stage)).toEqual(expectedAnswers);
  }, 60_000);

  test.each(blocksIn("logql").map((block) => [place(block), block] as const))(
    "%s is answered",
    async (_, block) => {
      const query = asked(block);
      const instant = block.notes.includes("instant");
      // An instant query of lines is refused by Loki, a note `instant` on one is a mistake.
      const path = instant && isMetric(query) ? "query" : "query_range";
      const search = new URLSearchParams({ query, ...(path === "query" ? {} : { since: "1h" }) });
      const { status, body } = await loki.client.raw(`/loki/api/v1/${path}?${search.toString()}`);
      expect({ status, body: status === 200 ? "" : body }).toEqual({ status: 200, body: "" });
      expect(instant && !isMetric(query)).toBe(false);
    },
    60_000,
  );

  test.each(rows("curl"))(
    "%s: it answers %s",
    (_, __, { args }) => {
      const own = args.map((arg) => arg.replace("http://localhost:3100", loki.url));
      expect(own).not.toEqual(args);
      const { stdout } = spawnSync(
        "curl",
        [...own, "-s", "-o", "/dev/null", "-w", "%{http_code}"],
        {
          encoding: "utf8",
          timeout: 30_000,
        },
      );
      expect(["200", "204"]).toContain(stdout.slice(-3));
    },
    60_000,
  );
});
