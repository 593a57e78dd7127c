import { testBed } from "../../tools/cluster/testbed";
import { allRead } from "../../tools/load/lines";
import { waitPodsReady } from "../../tools/cluster/waitReady";
import { lokiPods } from "../../tools/deployed/deployedStack";
import {
  alertingSettings,
  alertOfLines,
  expectedAlert,
  receiverNamespace,
} from "./assertions/alerts";
import { canariesCount } from "./assertions/canary";
import {
  forged,
  forgeries,
  people,
  refusedPaths,
  statuses,
  statusOfRefused,
  unaffected,
} from "./assertions/gateway";
import { flood, otherLimitMb } from "./assertions/flood";
import { otlpLine, tailed } from "./assertions/otherWays";
import { shownSecrets } from "./assertions/secrets";
import { linesOfOther, otherNamespace, otherTenant } from "./assertions/tenants";
import { allGood, failures, restoreDrill, retentionAudit } from "./assertions/tools";
import { GatewayCertificate } from "./support/gatewayCertificate";
import { report } from "./support/report";
import { settled, type Settled } from "./support/settled";
import { underLoad } from "./assertions/underLoad";
import { describeShape, expectNothingLost } from "./support/shape";
import { withSettings, type Stage } from "./support/stage";
import { prodShape } from "./support/prodShape";

jest.setTimeout(900_000);

const replicas = 3;

const certificate = new GatewayCertificate();
afterAll(() => {
  certificate.remove();
});

const shape = {
  ...{ stack: "prod-shape", replicas, config: twoTenants },
  namespaces: [otherNamespace, receiverNamespace],
  beside: (stage: Stage) => certificate.put(stage),
};

async function twoTenants() {
  const limits = { ingestionRateMb: otherLimitMb, ingestionBurstMb: 1, perStreamRateMb: 0.2 };
  const tenants = [{ id: "fraiseql" }, { id: otherTenant, retentionPeriod: "720h", limits }];
  const config = { ...(await prodShape()), "fraiseql-loki:tenants": tenants };
  const withReceiver = withSettings(config, "alerting", alertingSettings);
  return withSettings(withReceiver, "gateway", { tls: certificate.settings });
}

describe("prod shape", () => {
  describeShape(shape, (stage, smokeRun) => {
    test("a restore drill finds what was flushed in the bucket alone", async () => {
      // The tests before have restarted every Loki, so the index of these lines is in the bucket.
      expect(failures(await restoreDrill(stage(), smokeRun()))).toEqual(allGood);
    });

    test("a retention audit reads the bucket as Loki has written it, and finds nothing kept too long", async () => {
      if (!testBed.isLocal) {
        report("no audit: only pods reach the object store of this cluster");
        return;
      }
      const { code, told } = await retentionAudit(stage());
      const today = new Date().toISOString().slice(0, 10);
      expect({ code, verdict: told.verdict, offences: told.offences, others: told.others }).toEqual(
        { code: 0, verdict: "kept", offences: [], others: [] },
      );
      expect(told.tenants).toMatchObject([
        { prefix: "fraiseql/", otherObjects: 0, overdue: 0 },
        { prefix: `${otherTenant}/`, otherObjects: 0, overdue: 0 },
      ]);
      expect(told.tenants[0]?.objects).toBeGreaterThan(10);
      expect(told.index.oldestTable?.day).toBe(today);
    });

    test("a Loki pod that is deleted under load takes nothing with it", async () => {
      const { namespace } = stage().outputs;
      const { kubectl } = stage().cluster;
      const result = await underLoad(stage(), async () => {
        await kubectl.delete(["pod", "loki-1", "--namespace", namespace]);
        await waitPodsReady(kubectl, { namespace, selector: lokiPods, count: replicas });
      });
      expectNothingLost(result);
      expect(result.fewestReady).toBe(replicas - 1);
    });

    describe("while an alert and the canaries' lines are waited for", () => {
      let waits: Waits | undefined;
      beforeAll(() => {
        waits = {
          alert: settled(alertOfLines(stage())),
          canaries: settled(canariesCount(stage())),
        };
      });

      test("a tenant's lines, pushed or printed, are found by that tenant alone", async () => {
        const { foundByOther, foundByFirst, expected, labelsOfOther } = await linesOfOther(stage());
        expect([foundByOther, foundByFirst]).toEqual([expected, []]);
        expect(labelsOfOther.flat()).not.toContain("tenant");
      });

      test.each(["fraiseql", otherTenant, `fraiseql|${otherTenant}`])(
        "a tail over a websocket shows the tenant's own lines, also where it asks for %s",
        async (claimed) => {
          expect(await tailed(stage(), claimed)).toEqual(["ours"]);
        },
      );

      test("a line by OTLP is found by its own tenant alone", async () => {
        expect(await otlpLine(stage())).toEqual({ status: 204, ours: ["by OTLP"], theirs: [] });
      });

      test("a tenant that pushes ten times what it may is refused, and another one loses nothing", async () => {
        // How long pushes take is told and not judged: all of it shares two processors here.
        const { answers, refused, lines, sent } = await flood(stage());
        expect(new Set(answers)).toEqual(new Set([204, 429]));
        expect({ refused, lines }).toEqual({
          refused: [],
          lines: { ...allRead(new Map()), read: sent },
        });
      });

      test("no value of a Secret is shown by an object, a log, an argument or an environment", async () => {
        const { known, shown } = await shownSecrets(stage());
        expect(known).toBeGreaterThan(10);
        expect(shown).toEqual([]);
      });

      describe("gateway", () => {
        describeGateway(stage);
      });

      test("lines raise an alert of the ruler's, which arrives, and one that they do not raise does not", async () => {
        expect(await waits?.alert).toEqual({ status: "fulfilled", value: expectedAlert });
      });

      test("a canary hears each of its lines again, once", async () => {
        const value = [{ unexpected: 0, duplicate: 0 }];
        expect(await waits?.canaries).toEqual({ status: "fulfilled", value });
      });
    });
  });
});

/** What has begun, so that the tests before the one that judges it fill the time. */
interface Waits {
  readonly alert: Settled<Awaited<ReturnType<typeof alertOfLines>>>;
  readonly canaries: Settled<Awaited<ReturnType<typeof canariesCount>>>;
}

function describeGateway(stage: () => Stage): void {
  test.each([
    { person: people.nobody, push: 401, query: 401 },
    { person: people.wrongPassword, push: 401, query: 401 },
    { person: people.writer, push: 204, query: 401 },
    { person: people.reader, push: 401, query: 200 },
  ])("answers $person.name with $push to a push, $query to a query", async (row) => {
    const { person, ...expected } = row;
    expect(await statuses(stage(), person)).toEqual(expected);
  });

  test.each(forgeries)("takes no tenant from the client: %s", async (_, headers) => {
    expect(await forged(stage(), headers)).toEqual(unaffected);
  });

  test.each([people.nobody, people.writer, people.reader])(
    "lets $name reach nothing but pushes and queries",
    async (person) => {
      const expected = refusedPaths.flatMap((path) => [
        [`GET ${path}`, 404],
        [`POST ${path}`, 404],
      ]);
      expect(await statusOfRefused(stage(), person)).toEqual(Object.fromEntries(expected));
    },
  );
}
