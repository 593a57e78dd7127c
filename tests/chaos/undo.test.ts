import { Changes, type Change } from "../../tools/chaos/undo";

const undone: string[] = [];
beforeEach(() => {
  undone.length = 0;
});

const change = (what: string, fails = false): Change => ({
  what,
  command: `kubectl mend ${what}`,
  undo: () => {
    undone.push(what);
    return fails ? Promise.reject(new Error("the cluster does not answer")) : Promise.resolve();
  },
});

test("takes everything back, the last change first, and each once", async () => {
  const changes = new Changes();
  const [first, second, third] = ["a", "b", "c"].map((what) => change(what)) as [
    Change,
    Change,
    Change,
  ];
  [first, second, third].forEach((one) => {
    changes.add(one);
  });
  await changes.undo(second);
  const told: string[] = [];
  expect(await changes.undoAll((line) => told.push(line))).toEqual([]);
  expect(undone).toEqual(["b", "c", "a"]);
  expect(told).toEqual(["undone: c", "undone: a"]);
  expect(await changes.undoAll((line) => told.push(line))).toEqual([]);
  expect(undone).toEqual(["b", "c", "a"]);
});

test("takes back what has come since, and leaves the rest", async () => {
  const changes = new Changes();
  changes.add(change("the namespace"));
  const earlier = changes.count;
  changes.add(change("a"));
  changes.add(change("b"));
  expect(await changes.undoAll(() => undefined, earlier)).toEqual([]);
  expect([undone, changes.count]).toEqual([["b", "a"], 1]);
});

test("goes on where one cannot be taken back, and gives the command for it", async () => {
  const changes = new Changes();
  changes.add(change("a"));
  changes.add(change("b", true));
  changes.add(change("c"));
  expect(await changes.undoAll(() => undefined)).toEqual(["kubectl mend b"]);
  expect(undone).toEqual(["c", "b", "a"]);
});

test("says the command where a fault cannot be ended", async () => {
  const changes = new Changes();
  const stuck = change("a", true);
  changes.add(stuck);
  await expect(changes.undo(stuck)).rejects.toThrow(/^a is not undone, run: kubectl mend a$/);
  expect(await changes.undoAll(() => undefined)).toEqual(["kubectl mend a"]);
});
