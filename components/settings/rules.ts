import type { Flaw } from "./flaws";
import type { Path } from "./keys";
import type { Settings } from "./schema";
import { alertingRules } from "./rulesAlerting";
import { clusterRules } from "./rulesCluster";
import { copyRules } from "./rulesCopies";
import { exposeRules } from "./rulesExpose";
import { gatewayRules } from "./rulesGateway";
import { grafanaDatabaseRules } from "./rulesGrafanaDatabase";
import { lifecycleRules } from "./rulesLifecycle";
import { memoryRules } from "./rulesMemory";
import { monitoringRules } from "./rulesMonitoring";
import { networkRules } from "./rulesNetwork";
import { oauthRules } from "./rulesOauth";
import { passwordRules } from "./rulesPasswords";
import { retentionRules } from "./rulesRetention";
import { riskRules } from "./rulesRisks";
import { schemaPeriodRules } from "./rulesSchemaPeriods";
import { sidecarRules } from "./rulesSidecar";
import { storageRules } from "./rulesStorage";
import { supplyRules } from "./rulesSupply";
import { tenantRules } from "./rulesTenants";
import { tlsRules } from "./rulesTls";
import { tracingRules } from "./rulesTracing";

/** A setting that does not go with another one. */
export interface Finding extends Flaw {
  readonly path: Path;
  /** The other settings that the verdict rests on. */
  readonly about?: readonly Path[];
  /** `production`: an error in prod, a warning in dev. @default "error" */
  readonly severity?: "error" | "production" | "warning";
}

/** Finds settings that do not go together. Pure. */
export type Rule = (settings: Settings, circumstances: Circumstances) => Finding[];

/** What a rule knows beside the settings. */
export interface Circumstances {
  readonly now: Date;
  readonly production: boolean;
}

/** Every rule that looks at more than one setting, or at the environment or the day. */
export const rules: readonly Rule[] = [
  ...copyRules,
  ...retentionRules,
  ...lifecycleRules,
  ...memoryRules,
  ...storageRules,
  ...schemaPeriodRules,
  ...networkRules,
  ...gatewayRules,
  ...exposeRules,
  ...oauthRules,
  ...grafanaDatabaseRules,
  ...supplyRules,
  ...tenantRules,
  ...passwordRules,
  ...tlsRules,
  ...tracingRules,
  ...alertingRules,
  ...sidecarRules,
  ...monitoringRules,
  ...riskRules,
  ...clusterRules,
];
