import { poll } from "../../tools/cluster/poll";

const options = { what: "a pod ready", timeoutMs: 40, intervalMs: 5 };

test("asks until there is an answer", async () => {
  const answers = [undefined, undefined, 0];
  expect(await poll(() => Promise.resolve(answers.shift()), options)).toBe(0);
  expect(answers).toEqual([]);
});

test("takes an error for no answer, and tells the last one when the time is up", async () => {
  const failing = poll(() => Promise.reject(new Error("connection refused")), options);
  await expect(failing).rejects.toThrow(
    new Error("a pod ready: not within 0 s: connection refused"),
  );
  const silent = poll(() => Promise.resolve(undefined), options);
  await expect(silent).rejects.toThrow(new Error("a pod ready: not within 0 s"));
});

test("ends with the reason of its signal, whatever the answers are", async () => {
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort(new Error("interrupted"));
  }, 20);
  const waiting = poll(() => Promise.reject(new Error("connection refused")), {
    ...options,
    timeoutMs: 60_000,
    signal: abort.signal,
  });
  await expect(waiting).rejects.toThrow(new Error("interrupted"));
});
