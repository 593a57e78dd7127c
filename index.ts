import * as pulumi from "@pulumi/pulumi";
import { lastOutput } from "./components/lastDeployment";
import { LokiStack } from "./components/lokiStack";
import { loadSettings, refuseRemovedTenants } from "./components/settings";

/** Runs when Pulumi evaluates the program; what it returns are the stack's outputs. */
export = async () => {
  const settings = loadSettings(pulumi.getStack());
  refuseRemovedTenants(settings, await lastOutput("tenantRegister"));
  return new LokiStack("loki", settings).outputs;
};
