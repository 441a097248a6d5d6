import { seededRandom } from "../../../ranking/metrics/random.ts";
import { indexField } from "./field-index.ts";
import { clickWorld, type Searchable, simulateClicks } from "./simulate-clicks.ts";

const query: Searchable = {
  text: "lamp",
  ids: ["a", "b", "c", "d"],
  grades: Uint8Array.of(1, 0, 1, 0),
  scores: Float32Array.of(4, 3, 2, 1),
  vectors: Float32Array.of(1, 2, 3, 4),
  columns: 1,
};

describe("simulated clicks", () => {
  const searches = 20_000;
  const log = [...simulateClicks([query], { ...clickWorld, searches, noise: 0 }, seededRandom(1))];

  it("fall as often as a position is looked at and its product wanted", () => {
    const clicks = [0, 0, 0, 0];
    for (const entry of log) if (entry.kind === "event") clicks[query.ids.indexOf(entry.event.product!.id)]! += 1;
    const expected = [0.85, 0.1 * 2 ** -0.7, 0.85 * 3 ** -0.7, 0.1 * 4 ** -0.7];
    for (const [i, share] of expected.entries()) expect(Math.abs(clicks[i]! / searches - share)).toBeLessThan(0.01);
  });

  it("are logged with the vectors of what was shown, in the order in which it was shown", () => {
    const [first] = log;
    if (first?.kind !== "impression") throw new Error("a log begins with an impression");
    expect(first.impression.shown.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
    expect([...first.impression.vectors]).toEqual([1, 2, 3, 4]);
  });

  it("are the same for the same seed, and noise changes the order", () => {
    const world = { ...clickWorld, searches: 50, noise: 1 };
    const run = (seed: number) => [...simulateClicks([query], world, seededRandom(seed))];
    expect(run(3)).toEqual(run(3));
    const orders = new Set(
      run(3).flatMap((entry) => (entry.kind === "impression" ? [entry.impression.shown[0]!.id] : [])),
    );
    expect(orders.size).toBeGreaterThan(1);
  });
});

describe("a field's index", () => {
  const index = indexField([["red", "lamp"], ["red", "red", "chair", "with", "arms"], ["table"]]);

  it("scores rare words above frequent ones, and nothing for none", () => {
    expect(index.bm25(["lamp"], 0)).toBeGreaterThan(index.bm25(["red"], 0));
    expect(index.bm25(["lamp"], 2)).toBe(0);
  });

  it("says how much of a query a document covers", () => {
    expect(index.covered(["red", "table"], 1)).toBe(0.5);
    expect(index.covered([], 1)).toBe(0);
  });
});
