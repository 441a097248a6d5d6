import fc from "fast-check";
import { seededRandom, shuffled } from "../metrics/random.ts";
import { accumulate, type State } from "./accumulate.ts";
import { expire } from "./expire.ts";
import { fold } from "./fold.ts";
import { inverse } from "./inverse.ts";
import { impression, logEntries, NOW_MS, shopEvent } from "../../src/testing/arbitrary-log.ts";
import { dayOf } from "./days.ts";

const seed = 20261123;
const nothing: State = new Map();

describe("the fold of the log into counters", () => {
  it("comes to the same in any order and in any batches", () => {
    fc.assert(
      fc.property(logEntries, fc.integer(), fc.integer({ min: 1, max: 7 }), (entries, order, size) => {
        const whole = accumulate(nothing, entries.flatMap(fold));
        const mixed = shuffled(entries, seededRandom(order));
        let state = nothing;
        for (let i = 0; i < mixed.length; i += size) state = accumulate(state, mixed.slice(i, i + size).flatMap(fold));
        expect(plain(state)).toEqual(plain(whole));
      }),
      { seed, numRuns: 200 },
    );
  });

  it("adds whole numbers only", () => {
    fc.assert(
      fc.property(logEntries, (entries) => entries.flatMap(fold).every(({ by }) => Number.isSafeInteger(by))),
      { seed, numRuns: 200 },
    );
  });

  it("is taken back by its inverse, to the last counter", () => {
    fc.assert(
      fc.property(logEntries, logEntries, (kept, erased) => {
        const both = accumulate(nothing, [...kept, ...erased].flatMap(fold));
        const back = accumulate(both, inverse(erased.flatMap(fold)));
        expect(plain(back)).toEqual(plain(accumulate(nothing, kept.flatMap(fold))));
      }),
      { seed, numRuns: 200 },
    );
  });

  it("leaves out bots, what is set aside, and what ranking does not learn from", () => {
    fc.assert(
      fc.property(shopEvent, impression, (event, shown) => {
        const events = [
          { ...event, setAside: "bot" as const },
          { ...event, setAside: "repeat" as const },
          { ...event, type: "own-word" },
          { ...event, product: null },
        ].map((each) => ({ sequence: 1, kind: "event" as const, event: each }));
        const bot = { sequence: 1, kind: "impression" as const, impression: { ...shown, bot: true } };
        return [...events, bot].every((entry) => fold(entry).length === 0);
      }),
      { seed },
    );
  });

  it("keeps entities that do not change as they are, so that what is derived from them stays", () => {
    const [one, other] = ["p:a", "p:b"].map((key) => ({ key, field: "C", by: 1 }));
    const before = accumulate(nothing, [one!, other!]);
    const after = accumulate(before, [one!]);
    expect(after.get("p:b")).toBe(before.get("p:b"));
    expect(after.get("p:a")).not.toBe(before.get("p:a"));
    expect(before.get("p:a")!.get("C")).toBe(1);
  });
});

describe("expiry", () => {
  const today = dayOf(NOW_MS);
  const expired = (state: State, day: number) =>
    accumulate(
      state,
      [...state].flatMap(([key, counters]) => expire(key, counters, day)),
    );

  it("drops days and weeks that are no longer read, and keeps the totals", () => {
    const counters = new Map([
      ["C", 3],
      [`Cd${today}`, 1],
      [`Cd${today - 8}`, 1],
      [`Cd${today - 9}`, 1],
      [`Cw${Math.floor(today / 7) - 7}`, 1],
    ]);
    expect(expire("p:a", counters, today).map(({ field }) => field)).toEqual([
      `Cd${today - 9}`,
      `Cw${Math.floor(today / 7) - 7}`,
    ]);
  });

  it("keeps the products that a query has most evidence for, and no part of the others", () => {
    const counters = new Map([["C", 400]]);
    for (let i = 0; i < 400; i++) counters.set(`x:g${i}`, 1000 - i);
    counters.set("C:g399", 1);
    const gone = new Set(expire("q:lamp", counters, today).map(({ field }) => field));
    expect(gone.size).toBe(100);
    expect(gone.has("x:g399")).toBe(false);
    expect(gone.has("x:g398")).toBe(true);
  });

  it("forgets a query that nobody clicked on nor asked again for weeks", () => {
    const state = accumulate(nothing, [
      { key: "q:lamp", field: "s", by: 1 },
      { key: "q:lamp", field: `sw${Math.floor(today / 7)}`, by: 1 },
      { key: "q:lamp", field: "x:g1", by: 1000 },
    ]);
    expect(expired(state, today)).toEqual(state);
    expect(expired(state, today + 60).size).toBe(0);
  });

  it("has nothing more to do the second time", () => {
    fc.assert(
      fc.property(logEntries, fc.integer({ min: 0, max: 90 }), (entries, later) => {
        const once = expired(accumulate(nothing, entries.flatMap(fold)), today + later);
        expect(plain(expired(once, today + later))).toEqual(plain(once));
      }),
      { seed, numRuns: 100 },
    );
  });
});

/** Whatever the order in which fields came. */
function plain(state: State) {
  return [...state].map(([key, counters]) => [key, [...counters].sort()]).sort();
}
