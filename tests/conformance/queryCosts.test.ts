import { measure } from "../../tools/queryCosts/measure";
import { OneLoki } from "../../tools/queryCosts/oneLoki";

test("each way of a question finds the same, and the cheap one reads no more than the dear one", async () => {
  const loki = await OneLoki.start({
    loki: { limits: { maxStreams: 20_000 } },
    cacheResults: false,
  });
  try {
    const { questions } = await measure(loki, { lines: 6_000, runs: 1, log: () => undefined });
    for (const { question, costs } of questions.filter(({ question: { same = true } }) => same)) {
      const read = costs.map(({ lines }) => lines);
      // What is read of blocks that reach into two hours differs by a few lines from time to time.
      expect([question.title, (read.at(-1) ?? NaN) <= (read[0] ?? 0) * 1.1]).toEqual([
        question.title,
        true,
      ]);
    }
    const [labels] = questions;
    const [parsed, , selected] = labels?.costs ?? [];
    expect(selected?.megabytes).toBeLessThan((parsed?.megabytes ?? 0) / 2);
  } finally {
    await loki.stop();
  }
}, 300_000);
