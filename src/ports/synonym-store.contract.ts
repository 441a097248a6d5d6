import type { Synonym } from "../domain/synonym.ts";
import type { SynonymStore } from "./synonym-store.ts";

/** What every synonym store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function synonymStoreContract(name: string, makeStore: () => Promise<SynonymStore & AsyncDisposable>): void {
  describe(`${name} keeps learned synonyms`, () => {
    let store: SynonymStore & AsyncDisposable;
    beforeEach(async () => void (store = await makeStore()));
    afterEach(() => store[Symbol.asyncDispose]());

    it("gives back a record as it was saved, and nothing for others", async () => {
      expect(await store.save(aSynonym("a1"))).toBe(true);
      expect(await store.find("shop", "a1")).toEqual(aSynonym("a1"));
      expect(await store.find("shop", "none")).toBeNull();
      expect(await store.find("other", "a1")).toBeNull();
    });

    it("takes a change over the revision before it alone", async () => {
      expect(await store.save(aSynonym("a1", { revision: 2 }))).toBe(false);
      expect(await store.save(aSynonym("a1"))).toBe(true);
      expect(await store.save(aSynonym("a1", { status: "refused" }))).toBe(false);
      const next = aSynonym("a1", { revision: 2, status: "live", by: "api" });
      expect(await store.save(next)).toBe(true);
      expect(await store.save({ ...next, revision: 4 })).toBe(false);
      expect(await store.find("shop", "a1")).toEqual(next);
    });

    it("lets one of two simultaneous changes win", async () => {
      await store.save(aSynonym("a1"));
      const both = await Promise.all(["x", "y"].map((by) => store.save(aSynonym("a1", { revision: 2, by }))));
      expect(both.filter(Boolean)).toHaveLength(1);
    });

    it("lists by id, page by page, of one status, as soon as it is saved", async () => {
      for (const [id, status] of [
        ["c", "proposed"],
        ["a", "live"],
        ["b", "proposed"],
        ["d", "refused"],
      ] as const)
        await store.save(aSynonym(id, { status }));
      await store.save(aSynonym("z", { catalog: "other" }));
      const ids = async (filter: Parameters<SynonymStore["list"]>[1]) =>
        (await store.list("shop", filter)).map(({ id }) => id);
      expect(await ids({ limit: 10 })).toEqual(["a", "b", "c", "d"]);
      expect(await ids({ limit: 2 })).toEqual(["a", "b"]);
      expect(await ids({ limit: 2, after: "b" })).toEqual(["c", "d"]);
      expect(await ids({ limit: 10, status: "proposed" })).toEqual(["b", "c"]);
      expect(await ids({ limit: 10, status: "proposed", after: "b" })).toEqual(["c"]);
      expect(await store.count("shop")).toEqual({ proposed: 2, live: 1, refused: 1, retired: 0 });
      await store.save(aSynonym("a", { revision: 2, status: "retired" }));
      expect(await ids({ limit: 10, status: "live" })).toEqual([]);
      expect(await store.count("nothing")).toEqual({ proposed: 0, live: 0, refused: 0, retired: 0 });
    });
  });
}

function aSynonym(id: string, changed: Partial<Synonym> = {}): Synonym {
  return {
    ...{ catalog: "shop", id, revision: 1, kind: "one_way", from: "hosepipe é", to: "garden hose", status: "proposed" },
    source: "log",
    evidence: { shoppers: 4, share: 0.8, lift: 12, examples: [{ searched: "hosepipe", then: "garden hose" }] },
    effect: null,
    watch: null,
    ...{ by: "backfill", createdAtMs: 5, updatedAtMs: 6 },
    ...changed,
  };
}
