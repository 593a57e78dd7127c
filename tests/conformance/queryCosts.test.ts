import { measure } from "../../tools/queryCosts/measure";
import { OneLoki } from "../../tools/queryCosts/oneLoki";

test("each way of a question finds the same; a label saves reading, and one too many costs chunks", async () => {
  const loki = await OneLoki.start({
    loki: { limits: { maxStreams: 20_000 } },
    cacheResults: false,
  });
  try {
    const { questions } = await measure(loki, { lines: 6_000, runs: 1, log: () => undefined });
    const many = questions.find(({ question: { title } }) => title === "A label with many values");
    const [asLabel, inLine] = many?.costs ?? [];
    expect(asLabel?.chunks).toBeGreaterThan(10 * (inLine?.chunks ?? NaN));
    const [labels] = questions;
    const [parsed, , selected] = labels?.costs ?? [];
    expect(selected?.megabytes).toBeLessThan((parsed?.megabytes ?? 0) / 2);
  } finally {
    await loki.stop();
  }
}, 300_000);
