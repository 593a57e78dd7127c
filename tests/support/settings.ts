import { settingsSchema, type Settings } from "../../components/settings/schema";

type Overrides = Readonly<Record<string, unknown>>;

/** The smallest valid settings of a development stack, with overrides per area. */
export function devSettings(overrides: Overrides = {}): Settings {
  return settingsSchema("dev").parse({ environment: "dev", ...overrides });
}

/** S3 storage as a production stack declares it. */
export const s3 = {
  kind: "s3",
  region: "eu-west-1",
  chunksBucket: "acme-loki-chunks",
  rulerBucket: "acme-loki-ruler",
  identity: { kind: "podIdentity", clusterName: "acme-prod" },
} as const;

/** The smallest valid settings of a production stack, with overrides per area. */
export function prodSettings(overrides: Overrides = {}): Settings {
  return settingsSchema("prod").parse({ environment: "prod", storage: s3, ...overrides });
}
