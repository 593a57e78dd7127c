import { request } from "./gateway/request";
import { type Answer, RunningGateway } from "./gateway/runningGateway";
import { spoofs } from "./gateway/spoofs";

const collector = "collector";
let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start({ ids: ["a", "b"], collectorUser: collector });
}, 60_000);
afterAll(() => gateway.stop());

const pushes = ["/loki/api/v1/push", "/otlp/v1/logs"].map((path) => ["POST", path] as const);
const reads = [
  ["GET", "/loki/api/v1/query"],
  ["POST", "/loki/api/v1/query_range"],
  ["GET", "/loki/api/v1/query_range"],
  ["GET", "/loki/api/v1/labels"],
  ["GET", "/loki/api/v1/label/app/values"],
  ["GET", "/loki/api/v1/series"],
  ["GET", "/loki/api/v1/tail"],
  ["GET", "/loki/api/v1/index/stats"],
  ["GET", "/loki/api/v1/index/volume_range"],
  ["GET", "/loki/api/v1/patterns"],
  ["GET", "/loki/api/v1/detected_labels"],
  ["GET", "/loki/api/v1/detected_fields"],
  ["GET", "/loki/api/v1/detected_field/x/values"],
  ["GET", "/loki/api/v1/format_query"],
  ["GET", "/loki/api/v1/drilldown-limits"],
  ["GET", "/loki/api/v1/status/buildinfo"],
  ["GET", "/loki/api/v1/rules"],
  ["GET", "/loki/api/v1/rules/group"],
  ["GET", "/prometheus/api/v1/rules"],
] as const;

/** Refused by the gateway, or by Loki, which answers 401 where no tenant is named. */
const isRefused = ({ status, received }: Answer) =>
  received.length === 0 ? status >= 400 : received.every(({ tenants }) => tenants.length === 0);

const tenantsIn = ({ received }: Answer) => received.flatMap(({ tenants }) => tenants);

const routes = [
  ...pushes.map(([method, path]) => ({ method, path, user: "a-write" })),
  ...reads.map(([method, path]) => ({ method, path, user: "a-read" })),
];

describe.each(routes)("$method $path", ({ method, path, user }) => {
  test("goes to Loki as the user's tenant, without the password", async () => {
    const { status, received } = await gateway.send(request(method, path, { user }));
    expect([status, received]).toEqual([200, [{ method, path, tenants: ["a"] }]]);
  });

  test.each(spoofs)(
    "never as another tenant: $what",
    async ({ headers, query = "", body = "" }) => {
      const full = query === "" ? path : `${path}?${query}`;
      const answer = await gateway.send(request(method, full, { user, headers, body }));
      expect(isRefused(answer) ? ["a"] : tenantsIn(answer)).toEqual(["a"]);
    },
  );

  test("is refused without a password, with a wrong one, and to the other direction", async () => {
    const other = user === "a-write" ? "a-read" : "a-write";
    const wrong = `Authorization: Basic ${Buffer.from(`${user}:guess`).toString("base64")}`;
    const answers = [
      await gateway.send(request(method, path, {})),
      await gateway.send(request(method, path, { headers: [wrong] })),
      await gateway.send(request(method, path, { user: other })),
      await gateway.send(request(method, path, { user: "a" })),
    ];
    expect(answers).toEqual(answers.map(() => ({ status: 401, received: [] })));
  });
});

describe("the collector", () => {
  const push = (headers: readonly string[], path = "/loki/api/v1/push", method = "POST") =>
    gateway.send(request(method, path, { user: collector, headers }));

  test.each(["a", "b"])("pushes as tenant %s when it says so", async (tenant) => {
    const { status, received } = await push([`X-Scope-OrgID: ${tenant}`]);
    expect([status, received.map(({ tenants }) => tenants)]).toEqual([200, [[tenant]]]);
  });

  // 503 and not 403: an agent keeps the batch and tries again.
  test.each([
    ["no tenant", []],
    ["a tenant there is not", ["X-Scope-OrgID: c"]],
    ["two tenants", ["X-Scope-OrgID: a|b"]],
    ["two headers", ["X-Scope-OrgID: a", "X-Scope-OrgID: b"]],
    ["a list", ["X-Scope-OrgID: a,b"]],
    ["an empty one", ["X-Scope-OrgID:"]],
    ["a placeholder", ["X-Scope-OrgID: {http.auth.user.id}"]],
  ])("is put off with %s", async (_, headers) => {
    expect(await push(headers)).toEqual({ status: 503, received: [] });
  });

  test("does not read", async () => {
    const answers = [];
    for (const [method, path] of reads) {
      answers.push(await push(["X-Scope-OrgID: a"], path, method));
    }
    expect(answers).toEqual(reads.map(() => ({ status: 401, received: [] })));
  });
});

const blocked = [
  "/",
  "/config",
  "/flush",
  "/ingester/shutdown",
  "/ingester/flush_shutdown",
  "/ingester/prepare_shutdown",
  "/ingester/prepare_partition_downscale",
  "/ring",
  "/distributor/ring",
  "/indexgateway/ring",
  "/ruler/ring",
  "/scheduler/ring",
  "/compactor/ring",
  "/memberlist",
  "/services",
  "/metrics",
  "/ready",
  "/log_level",
  "/runtime_config",
  "/debug/pprof/heap",
  "/loki/api/v1/delete",
  "/loki/api/v1/cache/generation_numbers",
  "/compactor/delete",
  "/api/prom/push",
  "/api/prom/query",
  "/api/prom/rules",
  "/ui/",
  "/loki/api/v1/push/../../../../config",
  "//config",
  "/loki/api/v1/../../../flush",
  "/loki/api/v1/%2e%2e/%2e%2e/%2e%2e/flush",
];

test.each(blocked)("%s answers 404 with and without a password", async (path) => {
  const answers = [];
  for (const user of [undefined, "a-write", "a-read", collector]) {
    for (const method of ["GET", "POST", "DELETE"]) {
      answers.push(await gateway.send(request(method, path, user === undefined ? {} : { user })));
    }
  }
  expect(answers).toEqual(answers.map(() => ({ status: 404, received: [] })));
});

test("rules are read and never written", async () => {
  const answers = [];
  for (const method of ["POST", "PUT", "DELETE"]) {
    answers.push(await gateway.send(request(method, "/loki/api/v1/rules/x", { user: "a-read" })));
  }
  expect(answers).toEqual(answers.map(() => ({ status: 404, received: [] })));
});

test("what is too large is refused", async () => {
  const huge = await gateway.send(
    request("POST", "/loki/api/v1/push", {
      user: "a-write",
      headers: ["Transfer-Encoding: chunked"],
      body: `1500000\r\n${"x".repeat(0x1500000)}\r\n0\r\n\r\n`,
    }),
  );
  const headers = [`X-Long: ${"x".repeat(40_000)}`];
  const long = await gateway.send(
    request("GET", "/loki/api/v1/labels", { user: "a-read", headers }),
  );
  expect([huge.status, long]).toEqual([413, { status: 431, received: [] }]);
}, 30_000);

test("the log holds no password and no header with one", () => {
  const secrets = ["a-write", "a-read", "b-write", collector].flatMap((user) => [
    `${user}!`,
    Buffer.from(`${user}:${user}!`).toString("base64"),
  ]);
  expect(gateway.log).toContain('"uri":"/loki/api/v1/push"');
  expect(secrets.filter((secret) => gateway.log.includes(secret))).toEqual([]);
});
