import { countsText } from "../../tools/restoreDrill/counts";
import { indexDue } from "../../tools/restoreDrill/indexDue";

const at = (time: string) => Date.parse(`2026-11-25T${time}Z`);
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19);

describe("lines are found", () => {
  test.each([
    [
      "four minutes after the quarter in which they were flushed",
      "12:01:00",
      "12:01:10",
      "12:19:00",
    ],
    ["sooner when it has just ended", "12:14:59", "12:15:00", "12:19:00"],
    ["a whole quarter later when it has just begun", "12:15:01", "12:15:02", "12:34:00"],
    ["after two listings when they have been there for long", "09:00:00", "12:01:00", "12:04:00"],
  ])("%s", (_, flushedAt, now, due) => {
    expect(clock(indexDue({ flushedAt: at(flushedAt), now: at(now), restarted: false }))).toBe(due);
  });

  test("after two listings where the Lokis were restarted", () => {
    const now = at("12:01:00");
    expect(clock(indexDue({ flushedAt: now, now, restarted: true }))).toBe("12:04:00");
  });
});

describe("other lines", () => {
  const count = (job: string, live: number, restored: number) => ({ job, live, restored });

  test.each([
    ["none", [], "0 jobs with 0 lines in the 15 min before: the same there"],
    [
      "the same",
      [count("api", 10, 10), count("db", 5, 5)],
      "2 jobs with 15 lines in the 15 min before: the same there",
    ],
    [
      "some that differ",
      [count("api", 10, 9), count("db", 5, 5)],
      "2 jobs with 15 lines in the 15 min before; different: api 10 here, 9 there",
    ],
    [
      "many that differ",
      ["a", "b", "c", "d", "e", "f", "g"].map((job) => count(job, 1, 0)),
      "7 jobs with 7 lines in the 15 min before; different: a 1 here, 0 there; b 1 here, 0 there; c 1 here, 0 there; d 1 here, 0 there; e 1 here, 0 there; 2 more",
    ],
  ])("%s", (_, counts, text) => {
    expect(countsText(counts)).toBe(text);
  });
});
