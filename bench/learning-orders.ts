import type { ShopDoor, ShopperEvent } from "../src/simulation/shoppers/door.ts";
import { type JudgedQuery, valueOrders } from "../src/simulation/shoppers/evaluate.ts";
import type { World } from "../src/simulation/shoppers/world.ts";

/** What a shopkeeper without a learning search would go by: how often each product was clicked and bought. */
export interface Popularity {
  readonly door: ShopDoor;
  readonly of: (id: string) => number;
}

export const countPopularity = (door: ShopDoor, { shelf }: World): Popularity => {
  const worth: Partial<Record<ShopperEvent["type"], number>> = { click: 1, purchase: 10 };
  const counts = new Map<string, number>();
  const groupOf = (id: string) => shelf.items.get(id)?.group.id ?? id;
  return {
    of: (id) => counts.get(groupOf(id)) ?? 0,
    door: {
      search: (search) => door.search(search),
      send: (events, agent) => {
        for (const { type, product } of events) {
          counts.set(groupOf(product), (counts.get(groupOf(product)) ?? 0) + (worth[type] ?? 0));
        }
        return door.send(events, agent);
      },
    },
  };
};

/** Text score × popularity. @param weight of the logarithm of what was counted */
export const blend =
  (popularity: Popularity["of"], weight: number) =>
  ({ candidates }: JudgedQuery): readonly string[] =>
    candidates
      .map(({ id, score }) => ({ id, score: score * (1 + weight * Math.log1p(popularity(id))) }))
      .sort((a, b) => b.score - a.score)
      .map(({ id }) => id);

/** The weight that is truly best on other queries: better than any hand could tune it, so that the peer is a strong one. */
export const tuneBlend = (judged: readonly JudgedQuery[], popularity: Popularity["of"]): number =>
  [0.02, 0.05, 0.1, 0.2, 0.4, 0.8]
    .map((weight) => ({ weight, value: valueOrders(judged, blend(popularity, weight)).ndcg10 }))
    .reduce((best, one) => (one.value > best.value ? one : best)).weight;

/** As good as no order at all. */
export const shuffled =
  (random: () => number) =>
  ({ candidates }: JudgedQuery): readonly string[] =>
    candidates
      .map(({ id }) => ({ id, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id);

export const byTruth = ({ candidates }: JudgedQuery): readonly string[] =>
  [...candidates].sort((a, b) => b.utility - a.utility).map(({ id }) => id);
