import type { ModelStore } from "../ports/model-store.ts";
import { aModel } from "../testing/model-builders.ts";
import { memoryModelStore } from "../testing/memory-model-store.ts";
import { decisionOf } from "./decision.ts";
import { movePointer, promoteByHand, prune, reconcile, rollBack } from "./registry.ts";

let clock = 0;
const now = (): number => ++clock;

const shopOf = async (...versions: readonly string[]) => {
  const store = memoryModelStore();
  for (const version of versions) await store.save(aModel({ version, createdAtMs: now() }), version);
  return store;
};
const statuses = async (store: ModelStore) =>
  Object.fromEntries((await store.list("shop")).map(({ version, status }) => [version, status]));
const promote = (store: ModelStore, version: string) => promoteByHand({ store, now }, "shop", version, "someone");

describe("the registry", () => {
  it("promotes by hand with a decision, and sets every status by the pointer", async () => {
    const store = await shopOf("m-1", "m-2");
    await promote(store, "m-1");
    expect(await promote(store, "m-2")).toMatchObject({
      kind: "promote",
      version: "m-2",
      against: "m-1",
      by: "someone",
    });
    expect((await store.pointer("shop")).champion).toBe("m-2");
    expect(await statuses(store)).toEqual({ "m-1": "retired", "m-2": "champion" });
    await expect(promote(store, "m-2")).rejects.toMatchObject({ code: "conflict" });
    await expect(promote(store, "m-9")).rejects.toMatchObject({ code: "not_found" });
  });

  it("rolls back step by step: the canary, each champion before, at last the first stage's order", async () => {
    const store = await shopOf("m-1", "m-2", "m-3");
    await promote(store, "m-1");
    await promote(store, "m-2");
    const canary = { version: "m-3", share: 0.1, sinceMs: 1 };
    await store.point("shop", { revision: 3, champion: "m-2", canary });
    const back = () => rollBack({ store, now }, "shop", "someone");
    expect(await back()).toMatchObject({ kind: "roll_back", version: "m-3", against: "m-2" });
    expect(await back()).toMatchObject({ version: "m-2", against: "m-1" });
    expect(await back()).toMatchObject({ version: "m-1", against: null });
    expect(await store.pointer("shop")).toMatchObject({ champion: null, canary: null });
    await expect(back()).rejects.toMatchObject({ code: "conflict" });
    // One that was taken back is not what the next rollback leads to, unless it was promoted again.
    await promote(store, "m-2");
    await promote(store, "m-3");
    expect(await back()).toMatchObject({ version: "m-3", against: "m-2" });
  });

  it("tries again when another has moved the pointer in between, and decides on what stands then", async () => {
    const store = await shopOf("m-1", "m-2");
    const point = store.point.bind(store);
    let raced = false;
    store.point = async (catalog, next) => {
      if (!raced) {
        raced = true;
        await point(catalog, { revision: 1, champion: "m-2", canary: null });
      }
      return await point(catalog, next);
    };
    expect(await promote(store, "m-1")).toMatchObject({ against: "m-2" });
    expect(await store.pointer("shop")).toMatchObject({ revision: 2, champion: "m-1" });
  });

  it("has the reason in the store before the pointer moves, and repairs statuses left by who was killed in between", async () => {
    const store = await shopOf("m-1", "m-2");
    await promote(store, "m-1");
    store.setStatus = () => Promise.reject(new Error("killed"));
    const change = () => {
      const what = { catalog: "shop", version: "m-2", against: "m-1", by: "gate", reason: "Better." };
      const decision = decisionOf({ ...what, atMs: now(), kind: "promote", checks: [], report: {} }, [1]);
      return { next: { champion: "m-2", canary: null }, decision };
    };
    await expect(movePointer({ store }, "shop", change)).rejects.toThrow("killed");
    expect((await store.pointer("shop")).champion).toBe("m-2");
    expect((await store.decisions("shop", 1))[0]).toMatchObject({ version: "m-2", reason: "Better." });
    expect(await statuses(store)).toEqual({ "m-1": "champion", "m-2": "candidate" });
    store.setStatus = memoryModelStoreOf(store);
    await reconcile(store, "shop");
    expect(await statuses(store)).toEqual({ "m-1": "retired", "m-2": "champion" });
  });

  it("keeps the last five of each kind, and what serves", async () => {
    const versions = Array.from({ length: 14 }, (_, i) => `m-${i}`);
    const store = await shopOf(...versions);
    await promote(store, "m-0");
    for (const version of ["m-1", "m-2", "m-3", "m-4", "m-5", "m-6", "m-7"])
      await store.setStatus("shop", version, "retired");
    await prune(store, "shop", 5);
    expect(Object.keys(await statuses(store)).sort()).toEqual(
      ["m-0", "m-3", "m-4", "m-5", "m-6", "m-7", "m-9", "m-10", "m-11", "m-12", "m-13"].sort(),
    );
  });
});

/** What was there before it was taken away. */
const memoryModelStoreOf =
  (store: ModelStore): ModelStore["setStatus"] =>
  async (catalog, version, status) => {
    const [record, text] = [await store.find(catalog, version), await store.text(catalog, version)];
    await store.save({ ...record!, status }, text!);
  };
