import { join } from "node:path";
import { dashboardsAnswer } from "./assertions/dashboards";
import { describeShape } from "./support/shape";
import { readConfig } from "./support/stage";

jest.setTimeout(600_000);

describe("dev", () => {
  const config = () => Promise.resolve(readConfig(join(__dirname, "..", "..", "Pulumi.dev.yaml")));
  describeShape({ stack: "dev", replicas: 1, config }, (stage) => {
    test("every panel of a dashboard shows what known lines say that it must", async () => {
      const { answers, expected } = await dashboardsAnswer(stage());
      expect(Object.keys(answers).length).toBeGreaterThan(20);
      expect(answers).toEqual(expected);
    });
  });
});
