import * as pulumi from "@pulumi/pulumi";
import { checkSettings } from "./settings/checkSettings";
import { problemsText } from "./settings/problems";
import type { Settings } from "./settings/schema";
import { readStackFiles } from "./settings/stackFiles";
import { readRegister, removedTenants } from "./settings/tenantRegister";
import { readVolumeSizes, resizedVolumes } from "./settings/volumeSizes";

/** Part of the SDK, but not of its typings. */
const { isConfigSecret } = pulumi.runtime as unknown as {
  isConfigSecret: (key: string) => boolean;
};

/**
 * The settings of a stack, complete with defaults. The only reader of Pulumi's configuration.
 * @param stack name of the stack: `dev` and `prod` say by it which defaults they take
 * @param now the day that schema periods are judged on
 * @throws `pulumi.RunError` with every problem there is, before any resource is registered
 */
export function loadSettings(stack: string, now: Date = new Date()): Settings {
  const config = pulumi.runtime.allConfig();
  const secretKeys = new Set(Object.keys(config).filter((key) => isConfigSecret(key)));
  const stackFiles = readStackFiles(pulumi.getRootDirectory());
  const stackConfig = { stack, config, secretKeys, stackFiles };
  const { settings, problems, warnings } = checkSettings(stackConfig, now);
  if (warnings.length > 0) {
    void pulumi.log.warn(problemsText("warning", warnings));
  }
  if (settings === undefined) {
    throw new pulumi.RunError(problemsText("error", problems));
  }
  return settings;
}

/**
 * Ends the program where a tenant is gone whose lines are still there, or a volume has another size.
 * @param last what the last deployment said of its tenants and volumes; `undefined` where there was none
 * @throws `pulumi.RunError` with every such tenant and volume, before any resource is registered
 */
export function refuseLosses(
  settings: Settings,
  last: { readonly tenants: unknown; readonly volumes: unknown },
  now: Date = new Date(),
): void {
  const refused = [
    ...removedTenants(settings, readRegister(last.tenants), now),
    ...resizedVolumes(settings, readVolumeSizes(last.volumes)),
  ];
  if (refused.length > 0) {
    throw new pulumi.RunError(problemsText("error", refused));
  }
}
