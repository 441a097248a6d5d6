import { createWorkLimit } from "./work-limit.ts";

/** Work that takes as long as the server behind it says, given how many are in work; so many come that there are always some. */
const simulate = (limit: ReturnType<typeof createWorkLimit>, msOf: (inWork: number) => number, pieces: number) => {
  let most = 0;
  const inWork: number[] = [];
  for (let i = 0; i < pieces; i++) {
    while (limit.isFree()) inWork.push(limit.begin());
    most = inWork.length;
    limit.end(inWork.shift()!, msOf(most), true);
  }
  return most;
};

/** As a server with this many hands: beyond them, work waits for work. */
const hands = (count: number, ms: number) => (inWork: number) => Math.max(1, inWork / count) * ms;

/** A quiet hour before: one search at a time. */
const learnAlone = (limit: ReturnType<typeof createWorkLimit>, ms: number) => {
  for (let i = 0; i < 200; i++) limit.end(limit.begin(), ms, true);
};

it.each([
  [1, 3],
  [8, 20],
  [40, 20],
])("lets in about as many as a server with %i hands can work on at once", (count, ms) => {
  const limit = createWorkLimit(1000);
  learnAlone(limit, ms);
  const most = simulate(limit, hands(count, ms), 20_000);
  // All hands busy, and no work that takes much over twice what it takes alone.
  expect(most).toBeGreaterThanOrEqual(count);
  expect(most).toBeLessThanOrEqual(3 * count + 2);
});

it("finds the way back when the server behind it recovers", () => {
  const limit = createWorkLimit(1000);
  learnAlone(limit, 10);
  const healthy = simulate(limit, hands(16, 10), 5000);
  const slow = simulate(limit, hands(16, 200), 300);
  const again = simulate(limit, hands(16, 10), 5000);
  expect(slow).toBeLessThan(healthy / 2);
  expect(again).toBeGreaterThan(healthy * 0.8);
});

it("takes a server that has become slower for good as it is", () => {
  const limit = createWorkLimit(1000);
  learnAlone(limit, 5);
  // The limit goes on feeling its way, a tenth down and one up at a time.
  expect(simulate(limit, hands(16, 50), 100_000)).toBeGreaterThanOrEqual(0.9 * 16);
});

it("is not talked out of its measure by a rush that slows the whole machine down", () => {
  const limit = createWorkLimit(1000);
  learnAlone(limit, 20);
  simulate(limit, hands(2, 50), 300);
  expect(limit.aloneMs()).toBeLessThan(2 * 20);
});

it("forgets soon how slow the first ones were", () => {
  const limit = createWorkLimit(1000);
  limit.end(limit.begin(), 700, true);
  for (let i = 0; i < 100; i++) limit.end(limit.begin(), 20, true);
  expect(limit.aloneMs()).toBeLessThan(25);
});

it("learns nothing from what fails quickly", () => {
  const limit = createWorkLimit(1000);
  learnAlone(limit, 20);
  for (let i = 0; i < 1000; i++) limit.end(limit.begin(), 0.1, false);
  expect(limit.aloneMs()).toBeCloseTo(20);
});
