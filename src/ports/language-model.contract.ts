import type { CompletionRequest, LanguageModel, TokenUsage } from "./language-model.ts";

/** What every language model must do. `makeModel` gives one without kept answers; the suite disposes of it. */
export function languageModelContract(name: string, makeModel: () => Promise<LanguageModel & AsyncDisposable>): void {
  describe(`${name} answers in JSON of a given shape`, () => {
    let model: LanguageModel & AsyncDisposable;
    beforeEach(async () => void (model = await makeModel()));
    afterEach(() => model[Symbol.asyncDispose]());
    const { signal } = new AbortController();

    it("gives a value of the shape, and says what it has cost", async () => {
      const { value, usage, known } = await model.complete(asked("blue"), { signal });
      expect(typeof value.colour).toBe("string");
      expect(known).toBe(false);
      expect(usage.promptTokens).toBeGreaterThan(0);
      expect(usage.completionTokens).toBeGreaterThan(0);
      expect(model.spent()).toEqual(usage);
    });

    it("gives the same answer to the same request, for nothing", async () => {
      const first = await model.complete(asked("green"), { signal });
      const again = await model.complete(asked("green"), { signal });
      expect(again).toEqual({ ...first, known: true, usage: { promptTokens: 0, completionTokens: 0, costMicros: 0 } });
    });

    it("never costs more than it was said to at most", async () => {
      const most = model.estimate(asked("red"));
      const { usage } = await model.complete(asked("red"), { signal });
      // A second try, for an answer of no use, is a request of its own.
      expect(usage.promptTokens).toBeLessThanOrEqual(2 * most.promptTokens);
      expect(usage.completionTokens).toBeLessThanOrEqual(2 * most.completionTokens);
    });

    it("does not begin what its budget may not pay for", async () => {
      const limited = model.limited({ tokens: 10, costMicros: null });
      await expect(limited.complete(asked("grey"), { signal })).rejects.toMatchObject({ code: "budget_spent" });
      expect(limited.spent()).toEqual({ promptTokens: 0, completionTokens: 0, costMicros: 0 });
    });

    it("counts what a run's earlier attempts paid as spent by it, and tells its account of each payment", async () => {
      const before = { promptTokens: 8000, completionTokens: 1990, costMicros: 0 };
      const added: TokenUsage[] = [];
      const run = { before, add: (usage: TokenUsage) => Promise.resolve(void added.push(usage)) };
      const spent = model.limited({ tokens: 10_000, costMicros: null }, run);
      await expect(spent.complete(asked("grey"), { signal })).rejects.toMatchObject({ code: "budget_spent" });
      const going = model.limited({ tokens: null, costMicros: null }, run);
      expect(going.spent()).toEqual(before);
      const { usage } = await going.complete(asked("blue"), { signal });
      expect(added).toEqual([usage]);
      expect(going.spent().promptTokens).toBe(8000 + usage.promptTokens);
      expect(model.spent()).toEqual(usage);
    });

    it("lets go when the caller has gone", async () => {
      const gone = AbortSignal.abort(new Error("gone"));
      await expect(model.complete(asked("pink"), { signal: gone })).rejects.toThrow("gone");
    });
  });
}

const asked = (colour: string): CompletionRequest<{ readonly colour: string }> => ({
  ...{ purpose: "tests", promptVersion: "contract-1", maxTokens: 60 },
  system: "You answer with the colour of the thing.",
  prompt: `The thing is ${colour}. Which colour is it?`,
  schema: {
    name: "colour",
    json: {
      type: "object",
      properties: { colour: { type: "string", enum: ["blue", "green", "red", "grey", "pink"] } },
      required: ["colour"],
      additionalProperties: false,
    },
    parse(value) {
      if (typeof value === "object" && value !== null && "colour" in value && typeof value.colour === "string")
        return { colour: value.colour };
      throw new Error("colour is missing");
    },
  },
});
