import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runRotation } from "../../tools/rotate/run";
import { outputsOn } from "../deployed/fixtures";
import { s3 } from "../support/settings";

const now = new Date("2026-11-23T10:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "rotate-"));
const file = join(folder, "Pulumi.try.yaml");
const outputs = join(folder, "outputs.json");
const calls = join(folder, "calls");
const { PATH } = process.env;

beforeAll(() => {
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\necho "$*" >>'${calls}'\n`);
  chmodSync(join(folder, "pulumi"), 0o755);
  process.env["PATH"] = [folder, PATH].join(delimiter);
});
afterEach(() => {
  rmSync(calls, { force: true });
});
afterAll(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true });
});

/** Runs the command on a stack file with these areas, deployed with these generations. */
async function rotate(areas: object, args: readonly string[], deployed: object = {}) {
  const config = { environment: "prod", storage: s3, ...areas };
  const full = Object.entries(config).map(([area, value]) => [`fraiseql-loki:${area}`, value]);
  writeFileSync(file, JSON.stringify({ config: Object.fromEntries(full) as object }));
  writeFileSync(outputs, JSON.stringify(outputsOn(1, deployed)));
  const all = ["--stack", "try", "--config-file", file, "--outputs", outputs, ...args];
  const text = await runRotation(all, now);
  return text.replaceAll(file, "FILE");
}

const done = () => (existsSync(calls) ? readFileSync(calls, "utf8").replaceAll(file, "FILE") : "");

async function refusal(...args: Parameters<typeof rotate>): Promise<string> {
  return await rotate(...args).then(
    (text) => `nothing was refused: ${text}`,
    (error: unknown) => (error as Error).message.replaceAll(file, "FILE"),
  );
}

const where = "--stack try --config-file FILE";
const set = (key: string, value: string | number) =>
  `pulumi config set --path ${key} ${value} ${where}`;

const two = { tenants: [{ id: "a" }, { id: "b", retiredOn: "2026-01-01" }] };
const midway = { passwordGeneration: 2, oldestPasswordGeneration: 1 };
const tenantMidway = { tenants: [{ id: "a", ...midway }] };
const deployed = { passwordGenerations: { collector: 1, tenants: { a: 2 } } };

test("tells of everyone which step is next, and changes nothing", async () => {
  const text = await rotate({ ...two, collector: midway }, []);
  expect(text).toBe(`tenant a: generation 1. Next: --begin
  ${set("'fraiseql-loki:tenants[0].passwordGeneration'", 2)}
  ${set("'fraiseql-loki:tenants[0].oldestPasswordGeneration'", 1)}
  pulumi up --stack try

tenant b: generation 1. Next: --begin
  ${set("'fraiseql-loki:tenants[1].passwordGeneration'", 2)}
  ${set("'fraiseql-loki:tenants[1].oldestPasswordGeneration'", 1)}
  pulumi up --stack try

the collector: generation 2, and 1 is still let in. Next: --end
Nobody may come as collector any more. Within the last hours this must find nothing:
  {namespace="loki", container="caddy"} |~ \`"user_id":"(collector)"\`
  ${set("fraiseql-loki:collector.oldestPasswordGeneration", 2)}
  pulumi up --stack try
`);
  expect(done()).toBe("");
});

test("begins with the stack file, once it is confirmed", async () => {
  const text = await rotate(two, ["--tenant", "b", "--begin", "--yes"]);
  const commands = [
    set("fraiseql-loki:tenants[1].passwordGeneration", 2),
    set("fraiseql-loki:tenants[1].oldestPasswordGeneration", 1),
  ];
  expect(done()).toBe(commands.map((one) => `${one.replace("pulumi ", "")}\n`).join(""));
  expect(text).toContain("The stack file is changed. Deploy it: pulumi up --stack try\n");
});

test("names the tenant too where the stack file leaves it to the default", async () => {
  await rotate({}, ["--tenant", "fraiseql", "--begin", "--yes"]);
  expect(done().split("\n")[0]).toBe(
    `config set --path fraiseql-loki:tenants[0].id fraiseql ${where}`,
  );
});

test("ends what is deployed, and says when", async () => {
  const args = ["--tenant", "a", "--end"];
  expect(await rotate(tenantMidway, args, deployed)).toBe(
    `Every client outside the stack must have its new password: pulumi stack output tenants --show-secrets --json
Nobody may come as a-write or a-read any more. Within the last hours this must find nothing:
  {namespace="loki", container="caddy"} |~ \`"user_id":"(a-write|a-read)"\`
  ${set("'fraiseql-loki:tenants[0].oldestPasswordGeneration'", 2)}
  pulumi up --stack try
`,
  );
  await rotate(tenantMidway, [...args, "--yes"], deployed);
  expect(done()).toBe(
    `config set --path fraiseql-loki:tenants[0].oldestPasswordGeneration 2 ${where}\n`,
  );
});

test("takes a given password of before away with the generation", async () => {
  const given = { writePassword: { secure: "v1:a" }, previousWritePassword: { secure: "v1:b" } };
  const areas = { tenants: [{ id: "a", ...midway, ...given }] };
  await rotate(areas, ["--tenant", "a", "--end", "--yes"], deployed);
  expect(done().split("\n")[1]).toBe(
    `config rm --path fraiseql-loki:tenants[0].previousWritePassword ${where}`,
  );
});

test("says which keys a Secret of others must have first", async () => {
  const areas = { tenants: [{ id: "a", existingSecret: "acme" }] };
  expect((await rotate(areas, ["--tenant", "a", "--begin"])).split("\n")[0]).toBe(
    "The Secret acme must have the keys write-password-2, write-hash-2, read-password-2, read-hash-2.",
  );
});

test.each([
  [
    "a second rotation before the first is ended",
    tenantMidway,
    ["--tenant", "a", "--begin", "--yes"],
    deployed,
    "tenant a: the rotation to generation 2 is not ended, 1 is still let in: take --end first",
  ],
  [
    "the end of what never began",
    two,
    ["--tenant", "a", "--end", "--yes"],
    deployed,
    "tenant a: no rotation is under way, generation 1 is the only one that is let in: take --begin",
  ],
  [
    "the end of what is not deployed",
    tenantMidway,
    ["--tenant", "a", "--end", "--yes"],
    {},
    "tenant a: generation 2 is in the stack file and not deployed, so its clients cannot have moved: run pulumi up first",
  ],
  [
    "the end of the collector's, of which only a tenant's is deployed",
    { collector: midway },
    ["--collector", "--end", "--yes"],
    deployed,
    "the collector: generation 2 is in the stack file and not deployed, so its clients cannot have moved: run pulumi up first",
  ],
  [
    "a step that not all can take",
    { tenants: [{ id: "a" }, { id: "b", ...midway }] },
    ["--begin", "--yes"],
    {},
    "tenant b: the rotation to generation 2 is not ended, 1 is still let in: take --end first",
  ],
  [
    "to choose a password that is given",
    { tenants: [{ id: "a", writePassword: { secure: "v1:a" } }] },
    ["--tenant", "a", "--begin", "--yes"],
    {},
    "tenant a has a password that was given: set fraiseql-loki:tenants[0].previousWritePassword to the password of now and fraiseql-loki:tenants[0].writePassword to a new one, passwordGeneration to 2 and oldestPasswordGeneration to 1, all in one change",
  ],
  [
    "a tenant there is not",
    two,
    ["--tenant", "c"],
    {},
    "stack try has no tenant c: expected one of a, b",
  ],
  [
    "a stack without a gateway",
    { gateway: { enabled: false }, acceptedRisks: ["gateway.enabled"] },
    [],
    {},
    "stack try has no gateway, so there is no password to rotate",
  ],
])("refuses %s, and does nothing", async (_, areas, args, state, message) => {
  expect(await refusal(areas, args, state)).toBe(message);
  expect(done()).toBe("");
});

test("refuses where what it must read is encrypted as a whole", async () => {
  expect(await refusal({ tenants: { secure: "v1:a" } }, [])).toMatch(
    /encrypts fraiseql-loki:tenants, which the rotation must read: encrypt only passwords and keys/,
  );
});

test("says what pulumi says where it fails", async () => {
  writeFileSync(join(folder, "pulumi"), "#!/bin/sh\necho 'error: no stack' >&2\nexit 255\n");
  expect(await refusal(two, ["--tenant", "a", "--begin", "--yes"])).toBe(
    `${set("'fraiseql-loki:tenants[0].passwordGeneration'", 2)} ended with code 255: error: no stack`,
  );
});
