import * as pulumi from "@pulumi/pulumi";
import { lastOutputs } from "./components/lastDeployment";
import { LokiStack } from "./components/lokiStack";
import { loadSettings, refuseLosses } from "./components/settings";

/** Runs when Pulumi evaluates the program; what it returns are the stack's outputs. */
export = async () => {
  const settings = loadSettings(pulumi.getStack());
  const [tenants, volumes] = await lastOutputs("tenantRegister", "volumeSizes");
  refuseLosses(settings, { tenants, volumes });
  return new LokiStack("loki", settings).outputs;
};
