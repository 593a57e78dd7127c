import {
  resizedVolumes,
  volumeSizes,
  readVolumeSizes,
} from "../../../components/settings/volumeSizes";
import { problemsText } from "../../../components/settings/problems";
import { devSettings, prodSettings } from "../../support/settings";
import { testRows, warningsOf, type Areas } from "../badInput";

const cluster = (...storageClasses: Areas[]) => ({ cluster: { storageClasses } });
const retain = { name: "kept", default: true, reclaimPolicy: "Retain" };
const noConsul = { ring: { kind: "memberlist" }, grafana: { deploy: false } };

testRows([
  {
    row: "C32",
    stack: "prod",
    bad: { loki: { wal: { size: "1Gi" }, limits: { ingestionRateMb: 20 } } },
    message: `config error [C32] fraiseql-loki:loki.wal.size: got "1Gi"; expected at least 6Gi: what comes between two checkpoints (5m) at fraiseql-loki:loki.limits.ingestionRateMb (20).
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 6Gi`,
    good: { loki: { wal: { size: "6Gi" }, limits: { ingestionRateMb: 20 } } },
  },
  {
    row: "C35",
    stack: "prod",
    bad: { ...noConsul, ...cluster(retain), loki: { wal: { storageClass: "gp3" } } },
    message: `config error [C35] fraiseql-loki:loki.wal.storageClass: got "gp3"; expected one of kept.
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.storageClass' kept`,
    good: { ...noConsul, ...cluster(retain), loki: { wal: { storageClass: "kept" } } },
  },
  {
    row: "C35",
    stack: "prod",
    bad: {
      ...noConsul,
      ...cluster({ ...retain, default: false }),
      loki: { wal: { storageClass: "kept" } },
    },
    message: `config error [C35] fraiseql-loki:loki.data.storageClass: got nothing; expected one of kept: the cluster has no default class.
  Fix: pulumi config set --path 'fraiseql-loki:loki.data.storageClass' kept`,
    good: { ...noConsul, ...cluster(retain) },
  },
  {
    row: "C36",
    stack: "prod",
    bad: { ...cluster({ name: "gp3" }, retain), loki: { wal: { storageClass: "gp3" } } },
    message: `config error [C36] fraiseql-loki:loki.wal.storageClass: got a class with reclaim policy Delete (gp3); expected one that retains volumes in prod: lines that are not in the store yet go with a claim.
  Fix: name a class with reclaimPolicy Retain in fraiseql-loki:loki.wal.storageClass`,
    good: { ...cluster({ name: "gp3" }, retain), loki: { wal: { storageClass: "kept" } } },
  },
  {
    row: "C51",
    stack: "prod",
    bad: { cluster: { certManager: false }, tls: { kind: "certManager", issuer: "loki-ca" } },
    message: `config error [C51] fraiseql-loki:tls.kind: got "certManager"; expected secrets: the cluster has no cert-manager, so nobody would make certificates.
  Fix: pulumi config set --path 'fraiseql-loki:tls.kind' secrets (or install cert-manager and set fraiseql-loki:cluster.certManager to true)`,
    good: { cluster: { certManager: true }, tls: { kind: "certManager", issuer: "loki-ca" } },
  },
]);

const resized = (areas: Areas, before: object) =>
  problemsText("error", resizedVolumes(prodSettings(areas), readVolumeSizes(before)));

test.each([
  {
    row: "C33",
    areas: { loki: { wal: { size: "10Gi" } } },
    before: { "loki.wal.size": "20Gi" },
    message: `config error [C33] fraiseql-loki:loki.wal.size: got "10Gi"; expected at least "20Gi", the running size: volumes cannot shrink.
  Fix: pulumi config set --path 'fraiseql-loki:loki.wal.size' 20Gi`,
  },
  {
    row: "C34",
    areas: { loki: { wal: { size: "20Gi" } } },
    before: { "loki.wal.size": "10Gi" },
    message: `config error [C34] fraiseql-loki:loki.wal.size: got "20Gi"; expected "10Gi", the running size, until the claims are larger: the engine would replace the StatefulSet and leave them as they are.
  Fix: expand them as docs/configuration.md says under Volumes, then pulumi config set --path 'fraiseql-loki:cluster.expandedVolumes[0]' loki.wal.size; or pulumi config rm --path 'fraiseql-loki:loki.wal.size'`,
  },
])("$row refuses a size of $areas on prod", ({ areas, before, message }) => {
  expect(resized(areas, before)).toBe(message);
});

test.each([
  ["the same size", { loki: { wal: { size: "20Gi" } } }, { "loki.wal.size": "20Gi" }],
  ["a first deployment", { loki: { wal: { size: "20Gi" } } }, {}],
  [
    "a claim that grows in place",
    { grafana: { volumeSize: "9Gi" } },
    { "grafana.volumeSize": "5Gi" },
  ],
  ["no such volume any more", { ring: { kind: "memberlist" } }, { "ring.volumeSize": "1Gi" }],
  [
    "an expanded volume",
    { loki: { wal: { size: "20Gi" } }, cluster: { expandedVolumes: ["loki.wal.size"] } },
    { "loki.wal.size": "10Gi" },
  ],
])("C33 and C34 accept %s", (_, areas, before) => {
  expect(resized(areas, before)).toBe("");
});

test("an expansion that is over should be taken out again, and is until then seen in each preview", () => {
  expect(warningsOf("prod", { cluster: { expandedVolumes: ["loki.wal.size"] } })).toBe(
    `config warning fraiseql-loki:cluster.expandedVolumes[0]: got "loki.wal.size"; expected nothing once fraiseql-loki:loki.wal.size is deployed: the next change of it would pass unseen.
  Fix: pulumi config rm --path 'fraiseql-loki:cluster.expandedVolumes[0]'`,
  );
});

test("a deployment tells the next one the volumes it has", () => {
  expect([volumeSizes(devSettings()), volumeSizes(prodSettings())]).toEqual([
    { "loki.wal.size": "2Gi", "loki.data.size": "5Gi", "tracing.volumeSize": "5Gi" },
    {
      "loki.wal.size": "10Gi",
      "loki.data.size": "10Gi",
      "ring.volumeSize": "1Gi",
      "grafana.volumeSize": "5Gi",
    },
  ]);
  expect(readVolumeSizes(undefined)).toEqual({});
});
