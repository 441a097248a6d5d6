import { bindEnrichments } from "./bind-enrichments.ts";

const paid = (day: string, tokens: number, costMicros: number) => ({
  ...{ day, purpose: "descriptions", model: "m", calls: 1 },
  ...{ promptTokens: tokens - 1, completionTokens: 1, costMicros },
});
const all = [paid("2026-02-28", 1000, 9_000_000), paid("2026-03-01", 100, 250_000), paid("2026-03-05", 20, 50_000)];

/** On 5 March, of a store that asks as little as it is asked for. */
const boundTo = (languageModel: Parameters<typeof bindEnrichments>[0]["languageModel"]) =>
  bindEnrichments({
    ...({} as Parameters<typeof bindEnrichments>[0]),
    answers: { spent: (since) => Promise.resolve(all.filter(({ day }) => day >= since)) },
    now: () => Date.parse("2026-03-05T12:00:00Z"),
    languageModel,
  });

const model = {
  ...{ url: "http://127.0.0.1", model: "m", key: null, timeoutMs: 1, atOnce: 1, tone: "plain" },
  ...{ prices: { prompt: 1, completion: 1 }, monthly: { tokens: 500, costMicros: 2_500_000 } },
};

it.each([1, 3, 31])("sums up the calendar month beside its limits, whichever days are listed: %d", async (days) => {
  const { month, spend } = await boundTo(model).spend(days);
  expect(month).toEqual({ model: "m", tokens: 120, cost: 0.3, max_tokens: 500, max_cost: 2.5 });
  expect(spend.map(({ day }) => day)).toEqual(all.map(({ day }) => day).slice(days === 31 ? 0 : -1));
});

it("knows of no month where no model is configured", async () => {
  expect((await boundTo(null).spend(31)).month).toBeNull();
});
