import type { Enrichment } from "../domain/enrichment.ts";
import type { EnrichmentStore } from "./enrichment-store.ts";

/** What every enrichment store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function enrichmentStoreContract(
  name: string,
  makeStore: () => Promise<EnrichmentStore & AsyncDisposable>,
): void {
  describe(`${name} keeps what models have written`, () => {
    let store: EnrichmentStore & AsyncDisposable;
    beforeEach(async () => void (store = await makeStore()));
    afterEach(() => store[Symbol.asyncDispose]());

    it("gives back a record as it was saved, by product, and nothing for others", async () => {
      expect(await store.save(anEnrichment("p/1 é"))).toBe(true);
      expect(await store.find("shop", ["none", "p/1 é"])).toEqual([null, anEnrichment("p/1 é")]);
      expect(await store.find("other", ["p/1 é"])).toEqual([null]);
      expect(await store.find("shop", [])).toEqual([]);
    });

    it("takes a change over the revision before it alone", async () => {
      expect(await store.save(anEnrichment("p", { revision: 2 }))).toBe(false);
      expect(await store.save(anEnrichment("p"))).toBe(true);
      expect(await store.save(anEnrichment("p", { status: "refused" }))).toBe(false);
      const next = anEnrichment("p", { revision: 2, status: "applied", by: "k-1" });
      expect(await store.save(next)).toBe(true);
      expect(await store.save({ ...next, status: "refused" })).toBe(false);
      expect(await store.save({ ...next, revision: 4 })).toBe(false);
      expect(await store.find("shop", ["p"])).toEqual([next]);
    });

    it("lets one of two simultaneous changes win", async () => {
      await store.save(anEnrichment("p"));
      const both = await Promise.all(
        ["a", "b"].map((by) => store.save(anEnrichment("p", { revision: 2, status: "refused", by }))),
      );
      expect(both.filter(Boolean)).toHaveLength(1);
    });

    it("lists by product, page by page, of one status and one batch", async () => {
      for (const [product, status, batch] of [
        ["c", "proposed", "b-1"],
        ["a", "proposed", "b-1"],
        ["b", "applied", "b-1"],
        ["d", "proposed", "b-2"],
      ] as const) {
        const one = anEnrichment(product, { status });
        await store.save({ ...one, provenance: { ...one.provenance, batch } });
      }
      await store.save(anEnrichment("z", { catalog: "other" }));
      const products = async (filter: Parameters<EnrichmentStore["list"]>[1]) =>
        (await store.list("shop", filter)).map(({ product }) => product);
      expect(await products({ limit: 10 })).toEqual(["a", "b", "c", "d"]);
      expect(await products({ limit: 2 })).toEqual(["a", "b"]);
      expect(await products({ limit: 2, after: "b" })).toEqual(["c", "d"]);
      expect(await products({ limit: 10, status: "proposed" })).toEqual(["a", "c", "d"]);
      expect(await products({ limit: 10, batch: "b-1" })).toEqual(["a", "b", "c"]);
      expect(await products({ limit: 10, status: "proposed", batch: "b-1", after: "a" })).toEqual(["c"]);
      expect(await store.count("shop")).toEqual({ proposed: 3, applied: 1, refused: 0, reverted: 0 });
      expect(await store.count("nothing")).toEqual({ proposed: 0, applied: 0, refused: 0, reverted: 0 });
    });
  });
}

function anEnrichment(product: string, changed: Partial<Enrichment> = {}): Enrichment {
  const provenance = {
    model: "scripted",
    promptVersion: "describe-1",
    sourceHash: "h",
    batch: "b-1",
    answer: "k",
    writtenAtMs: 5,
  };
  return {
    ...{ catalog: "shop", product, revision: 1, status: "proposed" },
    content: { description: "A mug of “clay”.", attributes: { colour: ["red"] } },
    findings: [{ check: "word", says: "The product's data do not say “clay”.", text: "clay" }],
    provenance,
    source: ["title: Mug"],
    ...{ edited: false, by: "backfill", updatedAtMs: 5 },
    ...changed,
  };
}
