import type { Increment } from "../domain/counters.ts";
import type { CounterStore } from "./counter-store.ts";

/** What every counter store must do. `openStores` gives two onto the same empty state; the suite disposes of both. */
export function counterStoreContract(
  name: string,
  openStores: () => Promise<readonly [CounterStore, CounterStore]>,
): void {
  describe(`${name} keeps counters`, () => {
    let store: CounterStore;
    let other: CounterStore;
    beforeEach(async () => {
      [store, other] = await openStores();
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    });
    const add = (key: string, field: string, by = 1): Increment => ({ key, field, by });
    const values = async (from: CounterStore, ...keys: readonly string[]) => {
      const { counters } = await from.read("shop", keys);
      return counters.map((one) => Object.fromEntries(one));
    };

    it("knows nothing at first", async () => {
      expect(await store.read("shop", ["p:a"])).toEqual({ sequence: 0, counters: [new Map()] });
      expect(await store.sequence("shop")).toBe(0);
      expect(await store.entities("shop", null)).toEqual({ entities: [], cursor: null });
    });
    it("adds up, in the order of the keys asked for, and moves the sequence on", async () => {
      expect(await store.apply("shop", [add("p:a", "C"), add("p:a", "C", 2), add("q:x", "__proto__", 5)], 0, 7)).toBe(
        true,
      );
      expect(await store.apply("shop", [add("p:a", "C", -1), add("p:b", "C")], 7, 9)).toBe(true);
      expect(await values(store, "p:b", "never", "p:a", "p:a")).toEqual([{ C: 1 }, {}, { C: 2 }, { C: 2 }]);
      expect((await store.read("shop", ["q:x"])).counters[0]!.get("__proto__")).toBe(5);
      expect((await store.read("shop", [])).sequence).toBe(9);
    });
    it("drops a field that comes to nothing, and an entity without fields", async () => {
      await store.apply("shop", [add("p:a", "C"), add("p:a", "V"), add("p:b", "C")], 0, 1);
      await store.apply("shop", [add("p:a", "C", -1), add("p:b", "C", -1)], 1, 2);
      expect(await values(store, "p:a", "p:b")).toEqual([{ V: 1 }, {}]);
      expect((await store.entities("shop", null)).entities.map(({ key }) => key)).toEqual(["p:a"]);
      expect(await values(other, "p:a", "p:b")).toEqual([{ V: 1 }, {}]);
    });
    it("does nothing for one who has not seen what another has folded", async () => {
      expect(await store.apply("shop", [add("p:a", "C")], 0, 5)).toBe(true);
      expect(await other.apply("shop", [add("p:a", "C")], 0, 5)).toBe(false);
      expect(await other.sequence("shop")).toBe(5);
      expect(await values(other, "p:a")).toEqual([{ C: 1 }]);
      expect(await other.apply("shop", [add("p:a", "C")], 5, 6)).toBe(true);
      expect(await store.apply("shop", [add("p:a", "C")], 5, 6)).toBe(false);
      expect(await store.sequence("shop")).toBe(6);
      expect(await values(store, "p:a")).toEqual([{ C: 2 }]);
    });
    it("lets exactly one of many win each step, whoever tries", async () => {
      for (let step = 0; step < 10; step++) {
        const tries = Array.from({ length: 6 }, (_, i) => (i % 2 === 0 ? store : other));
        await Promise.all([store.sequence("shop"), other.sequence("shop")]);
        const won = await Promise.all(tries.map((one) => one.apply("shop", [add("p:a", "C")], step, step + 1)));
        expect(won.filter(Boolean)).toHaveLength(1);
      }
      await store.sequence("shop");
      expect(await values(store, "p:a")).toEqual([{ C: 10 }]);
    });
    it("gives the very same map while an entity has not changed", async () => {
      await store.apply("shop", [add("p:a", "C"), add("p:b", "C")], 0, 1);
      const before = (await store.read("shop", ["p:a", "p:b"])).counters;
      await store.apply("shop", [add("p:b", "C")], 1, 2);
      const after = (await store.read("shop", ["p:a", "p:b"])).counters;
      expect(after[0]).toBe(before[0]);
      expect(after[1]).not.toBe(before[1]);
      expect([before[1]!.get("C"), after[1]!.get("C")]).toEqual([1, 2]);
    });
    it("goes through all entities, page by page", async () => {
      const keys = Array.from({ length: 2500 }, (_, i) => `p:${i}`);
      await store.apply("shop", keys.map((key, i) => add(key, "C", i + 1)), 0, 1); // prettier-ignore
      const seen = new Map<string, number | undefined>();
      for (let cursor: string | null = null, pages = 0; pages === 0 || cursor !== null; pages++) {
        const page = await store.entities("shop", cursor);
        for (const { key, counters } of page.entities) seen.set(key, counters.get("C"));
        cursor = page.cursor;
        expect(pages).toBeLessThan(1000);
      }
      expect(seen.size).toBe(2500);
      expect(seen.get("p:41")).toBe(42);
    });
    it("keeps catalogues apart, and forgets one as a whole", async () => {
      await store.apply("shop", [add("p:a", "C")], 0, 3);
      await store.apply("books", [add("p:a", "C", 4)], 0, 8);
      await store.reset("shop");
      expect(await store.sequence("shop")).toBe(0);
      expect(await values(store, "p:a")).toEqual([{}]);
      expect(await other.sequence("shop")).toBe(0);
      expect(await values(other, "p:a")).toEqual([{}]);
      expect((await store.read("books", ["p:a"])).counters[0]!.get("C")).toBe(4);
      expect(await store.apply("shop", [add("p:a", "C")], 0, 3)).toBe(true);
      await other.sequence("shop");
      expect(await values(other, "p:a")).toEqual([{ C: 1 }]);
    });
  });
}
