import type { SessionEntry } from "../domain/session.ts";
import { noonMs } from "./behaviour-builders.contract.ts";
import type { SessionStore } from "./session-store.ts";

/** What every session store must do. `makeStore` gives an empty one, on a clock that can be moved. */
export function sessionStoreContract(
  name: string,
  makeStore: () => Promise<{ readonly store: SessionStore; readonly advance: (ms: number) => void }>,
): void {
  describe(`${name} keeps sessions`, () => {
    let store: SessionStore;
    let advance: (ms: number) => void;
    beforeEach(async () => {
      ({ store, advance } = await makeStore());
    });
    afterEach(async () => {
      await store[Symbol.asyncDispose]();
    });
    const entry = (sequence: number): SessionEntry => ({
      ...{ sequence, type: "click", timestampMs: noonMs + sequence },
      product: { id: `p${sequence}`, group: `p${sequence}`, brand: null, category: "Lamps", price: 9.5 },
    });
    const sequences = async (session = "s1", catalog = "shop") =>
      (await store.read(catalog, session))?.entries.map(({ sequence }) => sequence) ?? null;

    it("gives back at once what was added, in the order of the log", async () => {
      expect(await store.read("shop", "s1")).toBeNull();
      await store.add("shop", "s1", [entry(5), entry(3)]);
      await store.add("shop", "s1", [entry(4)]);
      expect(await store.read("shop", "s1")).toEqual({ entries: [entry(3), entry(4), entry(5)] });
    });
    it("adds an entry once", async () => {
      await store.add("shop", "s1", [entry(1), entry(1)]);
      await store.add("shop", "s1", [entry(1)]);
      expect(await sequences()).toEqual([1]);
    });
    it("keeps the last 50", async () => {
      await store.add("shop", "s1", Array.from({ length: 60 }, (_, i) => entry(60 - i))); // prettier-ignore
      expect(await sequences()).toEqual(Array.from({ length: 50 }, (_, i) => i + 11));
      await store.add("shop", "s1", [entry(5)]);
      expect((await sequences())![0]).toBe(11);
    });
    it("keeps sessions and catalogues apart, and forgets a session in all of them", async () => {
      await store.add("shop", "s1", [entry(1)]);
      await store.add("books", "s1", [entry(2)]);
      await store.add("shop", "s10", [entry(3)]);
      expect(await sequences("s1", "books")).toEqual([2]);
      await store.forget("s1");
      expect([await sequences(), await sequences("s1", "books"), await sequences("s10")]).toEqual([null, null, [3]]);
    });
    it("forgets a session half an hour after its last event", async () => {
      await store.add("shop", "s1", [entry(1)]);
      advance(29 * 60_000);
      await store.add("shop", "s1", [entry(2)]);
      advance(29 * 60_000);
      expect(await sequences()).toEqual([1, 2]);
      advance(2 * 60_000);
      expect(await store.read("shop", "s1")).toBeNull();
      await store.add("shop", "s1", [entry(3)]);
      expect(await sequences()).toEqual([3]);
    });
  });
}
