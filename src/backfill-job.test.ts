import { readConfig } from "./config/config.ts";
import type { WinnowError } from "./domain/errors.ts";
import { backfillJob } from "./backfill-job.ts";
import { anImpression } from "./testing/log-builders.ts";
import { openBackfillShop } from "./testing/backfill-shop.ts";
import { jobPayloads } from "./wire/job.ts";

const config = (url: string) =>
  readConfig({ WINNOW_LLM_URL: url, WINNOW_LLM_MODEL: "scripted", WINNOW_LLM_TONE: "like a market trader" });
const honest = "This mug by Potter is made of stoneware and comes in blue.";
const mugs = Array.from({ length: 4 }, (_, i) => ({
  ...{ id: `mug-${i}`, title: `Potter mug ${i}`, brand: "Potter" },
  attributes: { colour: ["blue"], material: ["stoneware"] },
}));

it("goes on where it was when it is tried again, in the same batch, and says what it came to", async () => {
  let wrong = true;
  await using shop = await openBackfillShop((_, i) => (wrong && i >= 2 ? { status: 401 } : honest));
  await shop.import(mugs);
  const search = anImpression({ text: "blue mug", normalized: "blue mug", total: 0, shownAtMs: shop.now() });
  const entry = { sequence: 1, kind: "impression", impression: search } as const;
  const events = {
    head: () => Promise.resolve(1),
    tail: () => Promise.resolve({ entries: [entry], erasures: [], to: 1 }),
  };
  const findNow = async () => [(await shop.stores.enrichments.list("shop", { limit: 10 })).length === 4 ? 4 : 0];
  const stores = { ...shop.stores, events };
  const job = backfillJob({ config: config(shop.server.url), stores, findNow, now: shop.now });
  const payload = jobPayloads.backfill_descriptions.parse({ catalog: "shop" });
  const logged: string[] = [];
  const notes: string[] = [];
  const run = {
    ...{ id: "7", signal: new AbortController().signal },
    progress: (_done: number, _total: number, note: string) => void notes.push(note),
    log: (line: string) => void logged.push(line),
  };
  await expect(job(payload, run)).rejects.toMatchObject({ code: "invalid_config" });
  wrong = false;
  const result = await job(payload, run);
  expect(result).toMatchObject({ empty_searches: { asked: 1, before: 0, after: 1 } });
  expect(logged.at(-1)).toContain("1 find something now");
  const { applied, known, tokens } = result as { applied: number; known: number; tokens: number };
  expect(shop.server.requests[0]!.body.messages[0]!.content).toContain("in this tone: like a market trader.");
  // Of both attempts.
  const [paid] = await shop.stores.answers.spent("2000-01-01");
  expect([tokens, paid!.calls]).toEqual([paid!.promptTokens + paid!.completionTokens, 4]);
  expect(notes.at(-1)).toBe(`shop, ${tokens} tokens so far`);
  expect(applied + known).toBe(4);
  expect(known).toBeGreaterThan(0);
  const batches = (await shop.stores.enrichments.list("shop", { limit: 10 })).map(({ provenance }) => provenance.batch);
  expect(batches).toEqual(Array(4).fill("job-7"));
});

it("says what to set where no model is configured", async () => {
  await using shop = await openBackfillShop(() => honest);
  const events = { head: () => Promise.resolve(0), tail: () => Promise.reject(new Error("It is empty.")) };
  const stores = { ...shop.stores, events };
  const job = backfillJob({
    config: { languageModel: null },
    stores,
    findNow: () => Promise.resolve([]),
    now: shop.now,
  });
  const run = { id: "8", signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
  const payload = jobPayloads.backfill_descriptions.parse({ catalog: "shop" });
  const error = await job(payload, run).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "invalid_config", where: "WINNOW_LLM_URL" } satisfies Partial<WinnowError>);
});
