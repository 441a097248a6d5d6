import type { AnswerStore, KeptAnswer, Spend } from "./answer-store.ts";

/** What every answer store must do. `makeStore` gives an empty one; the suite disposes of it. */
export function answerStoreContract(name: string, makeStore: () => Promise<AnswerStore & AsyncDisposable>): void {
  describe(`${name} keeps answers and what they cost`, () => {
    let store: AnswerStore & AsyncDisposable;
    beforeEach(async () => void (store = await makeStore()));
    afterEach(() => store[Symbol.asyncDispose]());

    it("gives back an answer by its key, the last one when there were two", async () => {
      const usage = { promptTokens: 10, completionTokens: 5, costMicros: 3 };
      const answer: KeptAnswer = {
        ...{ key: "ab".repeat(32), model: "m", promptVersion: "v", usage, atMs: 7 },
        value: { description: "é “x”", attributes: [] },
      };
      expect(await store.find(answer.key)).toBeNull();
      await store.keep(answer);
      expect(await store.find(answer.key)).toEqual(answer);
      await store.keep({ ...answer, value: null, atMs: 8 });
      expect(await store.find(answer.key)).toEqual({ ...answer, value: null, atMs: 8 });
      expect(await store.find("cd".repeat(32))).toBeNull();
    });

    it("sums up what was spent by day, purpose and model, and loses nothing when many add at once", async () => {
      await Promise.all(Array.from({ length: 20 }, () => store.charge(aSpend())));
      await store.charge(aSpend({ purpose: "synonyms" }));
      await store.charge(aSpend({ day: "2026-02-01", costMicros: 0 }));
      const january = { ...aSpend(), calls: 20, promptTokens: 200, completionTokens: 40, costMicros: 140 };
      expect(await store.spent("2026-01-31")).toEqual([
        january,
        aSpend({ purpose: "synonyms" }),
        aSpend({ day: "2026-02-01", costMicros: 0 }),
      ]);
      expect(await store.spent("2026-02-01")).toEqual([aSpend({ day: "2026-02-01", costMicros: 0 })]);
      expect(await store.spent("2026-02-02")).toEqual([]);
    });
  });
}

const aSpend = (changed: Partial<Spend> = {}): Spend => ({
  ...{ day: "2026-01-31", purpose: "descriptions", model: "m", calls: 1 },
  ...{ promptTokens: 10, completionTokens: 2, costMicros: 7 },
  ...changed,
});
