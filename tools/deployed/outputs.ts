import type {
  PasswordGenerationsInUse,
  PasswordSecrets,
  TenantOutputs,
} from "../../components/outputs";

/** What a deployed stack tells its user, with passwords in clear: see components/outputs.ts. */
export interface Outputs {
  readonly stackId: string;
  readonly namespace: string;
  readonly collectorNamespace: string;
  readonly tenant: string;
  readonly tenants: Readonly<Record<string, TenantOutputs>>;
  readonly pushUrl: string;
  /** Both empty where that speaks plain HTTP. */
  readonly caCertificate: string;
  readonly serverName: string;
  readonly writeUser: string;
  readonly writePassword: string;
  readonly readUser: string;
  readonly readPassword: string;
  readonly passwordSecrets?: PasswordSecrets;
  readonly passwordGenerations?: PasswordGenerationsInUse;
  readonly portForwardCommand: string;
  readonly pushCommand: string;
  readonly queryCommand: string;
}
