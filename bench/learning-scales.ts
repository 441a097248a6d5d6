import { seededRandom } from "../ranking/metrics/random.ts";
import { defaultCatalog } from "../src/compose.ts";
import { createShoppers, type Shoppers } from "../src/simulation/shoppers/create-shoppers.ts";
import { sampleJudgedQueries, shownOrder, valueOrders } from "../src/simulation/shoppers/evaluate.ts";
import type { LearningShop } from "../src/testing/learning-shop.ts";
import { blend, byTruth, countPopularity, shuffled, tuneBlend } from "./learning-orders.ts";

export interface Scales {
  /** Of the shop, noted for the blend. */
  readonly shoppers: Shoppers;
  /**
   * @param version the model that was trained last, to be weighed too although it may not serve
   * @param before what served until then, likewise
   */
  weigh(version: string | null, before: string | null): Promise<Weighed>;
}

/** NDCG@10 of each order, on true expected utility. */
export interface Weighed {
  readonly live: number;
  /** The model trained last, whether it was promoted or not; NaN without one. */
  readonly trained: number;
  /** What served until then, as it would do now. */
  readonly before: number;
  readonly first: number;
  readonly best: number;
  readonly blend: number;
  readonly random: number;
  /** Where a value stands between first stage and best, in %. */
  readonly gap: (ndcg10: number) => number;
  /** The same of expected utility among what is looked at, for the order that is live. */
  readonly utilityGap: number;
}

export interface ScalesOptions {
  readonly shop: LearningShop;
  readonly seed: number;
  readonly searches: number;
}

/** Weighs orders by what shoppers of other seeds would truly have of them. */
export const openScales = ({ shop, seed, searches }: ScalesOptions): Scales => {
  const { world, clock, quietDoor, bots } = shop;
  const popularity = countPopularity(shop.door, world);
  const shoppers = createShoppers({ seed, world, door: popularity.door, clock, bots, everyMs: 100_000 });
  const sample = (of: number) =>
    sampleJudgedQueries({ seed: of, world, door: quietDoor, nowMs: clock.now(), searches });
  return {
    shoppers,
    async weigh(version, before) {
      const judged = await sample(seed + 1000);
      const tuning = await sample(seed + 2000);
      const showAll = async () => {
        const shown = new Map<string, readonly string[]>();
        for (const { text } of judged) shown.set(text, await shownOrder(quietDoor, text));
        return shown;
      };
      const shown = await showAll();
      const { champion } = await shop.stores.models.pointer(defaultCatalog);
      const value = (order: Parameters<typeof valueOrders>[1]) => valueOrders(judged, order);
      const first = value(({ candidates }) => candidates.map(({ id }) => id));
      const live = value(({ text }) => shown.get(text)!);
      const best = value(byTruth);
      const ndcgOf = async (model: string | null): Promise<number> => {
        if (model === null) return first.ndcg10;
        if (model === champion) return live.ndcg10;
        const tried = await shop.trying(model, showAll);
        return value(({ text }) => tried.get(text)!).ndcg10;
      };
      return {
        live: live.ndcg10,
        trained: version === null ? NaN : await ndcgOf(version),
        before: await ndcgOf(before),
        first: first.ndcg10,
        best: best.ndcg10,
        blend: value(blend(popularity.of, tuneBlend(tuning, popularity.of))).ndcg10,
        random: value(shuffled(seededRandom(seed))).ndcg10,
        gap: (ndcg10) => (100 * (ndcg10 - first.ndcg10)) / (best.ndcg10 - first.ndcg10),
        utilityGap: (100 * (live.utility - first.utility)) / (best.utility - first.utility),
      };
    },
  };
};
