import { defaultCatalog } from "../compose.ts";
import { openLearningShop } from "../testing/learning-shop.ts";
import { defaultLoopSettings, type LoopSettings } from "../training/settings.ts";
import { createShoppers } from "./shoppers/create-shoppers.ts";
import { sampleJudgedQueries, shownOrder, valueOrders } from "./shoppers/evaluate.ts";
import { type Habits, usualHabits } from "./shoppers/habits.ts";

const seed = 23;
const rounds = 10;
const sessionsARound = 300;

/** Shoppers who know better than most what they like: what takes thousands of sessions elsewhere shows in hundreds here. */
const decided: Habits = { ...usualHabits, click: { eager: 0.9, stray: 0.005, noise: 0.3 } };

const settings: LoopSettings = {
  ...defaultLoopSettings,
  canary: { ...defaultLoopSettings.canary, share: 0.3, minSearches: 60, minMs: 0, maxMs: 12 * 3_600_000 },
};

it(`lets no worse model live in ${rounds} unattended rounds of shopping, training and judging, and lets a better one`, async () => {
  const shop = await openLearningShop({
    ...{ products: 4000, bots: 0.05, settings, habits: decided, exploration: { share: 0.5 } },
    // Without a download: the built-in trainer.
    env: { LIGHTGBM_LIB: "none" },
  });
  await using _closing = shop;
  const { world, clock, door, quietDoor, running, stores } = shop;
  const shoppers = createShoppers({ seed, world, door, clock, bots: shop.bots, everyMs: 100_000 });
  const judged = () => sampleJudgedQueries({ seed: 99, world, door: quietDoor, nowMs: clock.now(), searches: 250 });
  const champion = async () => (await stores.models.pointer(defaultCatalog)).champion;

  let promotions = 0;
  for (let round = 1; round <= rounds; round += 1) {
    await shoppers.run(sessionsARound);
    await running.learning.settle(defaultCatalog);
    const served = await champion();
    const truth = await judged();
    const value = async () => {
      const shown = new Map<string, readonly string[]>();
      for (const { text } of truth) shown.set(text, await shownOrder(quietDoor, text));
      return valueOrders(truth, ({ text }) => shown.get(text)!).ndcg10;
    };
    const before = await value();
    await running.learning.loop.judgeCanary(defaultCatalog);
    const { says } = await shop.train();
    await running.learning.serving.refresh(defaultCatalog);
    const serves = await champion();
    console.log(`round ${round}: serves ${serves ?? "the first stage"}; ${says}`);
    if (serves === served) continue;
    promotions += 1;
    const after = await value();
    console.log(`round ${round}: true NDCG@10 ${before.toFixed(3)} → ${after.toFixed(3)}`);
    // The gate's margin, and what 250 searches cannot tell.
    expect(after).toBeGreaterThan(before * (1 - settings.gate.margin) - 0.01);
  }
  const decisions = await stores.models.decisions(defaultCatalog, 100);
  expect(decisions.length).toBeGreaterThanOrEqual(rounds / 2);
  expect(promotions).toBeGreaterThanOrEqual(1);
}, 400_000);
