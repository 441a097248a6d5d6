import type { Decision, ModelRecord } from "../domain/model.ts";
import type { ModelStore } from "./model-store.ts";

/** What every model store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function modelStoreContract(name: string, makeStore: () => Promise<ModelStore>): void {
  describe(`${name} keeps models`, () => {
    let store: ModelStore;
    beforeEach(async () => void (store = await makeStore()));
    afterEach(() => store[Symbol.asyncDispose]());

    it("gives back a model as it was saved, its text byte for byte", async () => {
      const text = "tree\nversion=v4\nleaf_value=0.1 -2.5e-17\n é\n";
      await store.save(aModel("m-1"), text);
      expect(await store.find("shop", "m-1")).toEqual(aModel("m-1"));
      expect(await store.text("shop", "m-1")).toBe(text);
      expect(await store.find("other", "m-1")).toBeNull();
      expect(await store.text("shop", "m-2")).toBeNull();
    });

    it("lists the newest first, each catalogue's alone", async () => {
      await store.save(aModel("m-old", { createdAtMs: 1 }), "a");
      await store.save(aModel("m-new", { createdAtMs: 2 }), "b");
      await store.save(aModel("m-else", { catalog: "other" }), "c");
      expect((await store.list("shop")).map(({ version }) => version)).toEqual(["m-new", "m-old"]);
    });

    it("changes a status and nothing else, seen by find and list", async () => {
      await store.save(aModel("m-1"), "a");
      await store.setStatus("shop", "m-1", "refused");
      await store.setStatus("shop", "m-unknown", "refused");
      expect(await store.find("shop", "m-1")).toEqual(aModel("m-1", { status: "refused" }));
      expect((await store.list("shop")).map(({ status }) => status)).toEqual(["refused"]);
    });

    it("saves the same model again over itself, and forgets one that is removed", async () => {
      await store.save(aModel("m-1"), "a");
      await store.save(aModel("m-1", { createdAtMs: 9 }), "a");
      expect(await store.list("shop")).toHaveLength(1);
      await store.remove("shop", "m-1");
      await store.remove("shop", "m-1");
      expect(await store.list("shop")).toEqual([]);
      expect(await store.text("shop", "m-1")).toBeNull();
    });

    it("points nowhere at first, and moves the pointer only from the revision before", async () => {
      expect(await store.pointer("shop")).toEqual({ revision: 0, champion: null, canary: null });
      const first = { revision: 1, champion: null, canary: { version: "m-1", share: 0.1, sinceMs: 5 } };
      expect(await store.point("shop", first)).toBe(true);
      expect(await store.point("shop", { ...first, champion: "m-late" })).toBe(false);
      expect(await store.point("shop", { revision: 3, champion: "m-far", canary: null })).toBe(false);
      expect(await store.pointer("shop")).toEqual(first);
      expect(await store.point("shop", { revision: 2, champion: "m-1", canary: null })).toBe(true);
      expect(await store.pointer("shop")).toEqual({ revision: 2, champion: "m-1", canary: null });
      expect((await store.pointer("other")).revision).toBe(0);
    });

    it("lets one of many move the pointer", async () => {
      const tries = Array.from({ length: 8 }, (_, i) =>
        store.point("shop", { revision: 1, champion: `m-${i}`, canary: null }),
      );
      const won = (await Promise.all(tries)).flatMap((moved, i) => (moved ? [i] : []));
      expect(won).toHaveLength(1);
      expect((await store.pointer("shop")).champion).toBe(`m-${won[0]}`);
    });

    it("keeps decisions with all their numbers, newest first", async () => {
      for (let i = 1; i <= 3; i += 1) await store.decide(aDecision(`d-${i}`, i));
      await store.decide({ ...aDecision("d-else", 9), catalog: "other" });
      await store.decide({ ...aDecision("d-1", 1), reason: "said twice" });
      expect(await store.decisions("shop", 2)).toEqual([aDecision("d-3", 3), aDecision("d-2", 2)]);
      expect(await store.decisions("shop", 10)).toHaveLength(3);
    });

    it("gives a lease to one owner until it ends, is released or is not renewed", async () => {
      expect(await store.lease("training", "a", 100, 1000)).toBe(true);
      expect(await store.lease("training", "b", 100, 1050)).toBe(false);
      expect(await store.lease("training", "a", 100, 1090)).toBe(true);
      expect(await store.lease("training", "b", 100, 1150)).toBe(false);
      expect(await store.lease("else", "b", 100, 1150)).toBe(true);
      expect(await store.lease("training", "b", 100, 1190)).toBe(true);
      await store.release("training", "a");
      expect(await store.lease("training", "a", 100, 1200)).toBe(false);
      await store.release("training", "b");
      expect(await store.lease("training", "a", 100, 1200)).toBe(true);
    });
  });
}

const aModel = (version: string, more: Partial<ModelRecord> = {}): ModelRecord => ({
  version,
  catalog: "shop",
  status: "candidate",
  createdAtMs: 1_700_000_000_000,
  trainer: "built-in",
  featureSet: "f-1",
  sha256: "0".repeat(64),
  bytes: 3,
  window: { fromMs: 1, toMs: 2, firstSequence: 3, lastSequence: 4, searches: 5, rows: 6, positives: 7 },
  params: { seed: 1, objective: "lambdarank" },
  importance: [{ feature: "title_bm25", gain: 12.5 }],
  samples: { columns: 2, values: [0.1, null, 3e-20, 4], scores: [0.30000000000000004, -1e-17] },
  ...more,
});

const aDecision = (id: string, atMs: number): Decision => ({
  id,
  catalog: "shop",
  atMs,
  kind: "refuse",
  version: "m-1",
  against: null,
  by: "gate",
  reason: "It is no better.",
  checks: [{ name: "gain", passed: false, value: 0.1, low: null, high: null, limit: 0.2, says: "Too little." }],
  report: { kind: "gate", orders: [{ order: "random", metrics: { ndcg_10: { mean: 0.4, low: 0.3, high: 0.5 } } }] },
});
