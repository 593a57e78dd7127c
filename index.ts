import * as pulumi from "@pulumi/pulumi";
import { LokiStack } from "./components/lokiStack";
import { loadSettings } from "./components/settings";

/** Runs when Pulumi evaluates the program; what it returns are the stack's outputs. */
export = () => {
  const settings = loadSettings(pulumi.getStack());
  return Promise.resolve(new LokiStack("loki", settings).outputs);
};
