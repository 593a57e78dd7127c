import { join } from "node:path";
import { describeShape } from "./support/shape";
import { readConfig } from "./support/stage";

jest.setTimeout(600_000);

describe("dev", () => {
  describeShape({
    stack: "dev",
    replicas: 1,
    config: () => Promise.resolve(readConfig(join(__dirname, "..", "..", "Pulumi.dev.yaml"))),
  });
});
