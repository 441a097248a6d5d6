import { generateProducts } from "../../src/simulation/generate-products.ts";
import { createRandom } from "../../src/simulation/random.ts";
import { makeShopper } from "../../src/simulation/shoppers/shopper.ts";
import { createWorld } from "../../src/simulation/shoppers/world.ts";

/** What the k6 scripts draw from (load-tests/shop.ts). */
export interface ShopFile {
  /** As often as they are typed. */
  readonly queries: readonly string[];
  readonly products: readonly string[];
  readonly sessions: readonly string[];
  /** Some of the products as JSON, to be imported again. */
  readonly listings: readonly string[];
}

/** What the simulated shoppers of the demo shop type: demand falls with a kind's rank as Zipf's law has it. */
export const drawShopFile = (count: number, sessions: readonly string[]): ShopFile => {
  const nowMs = Date.UTC(2026, 0, 15);
  const products = [...generateProducts({ seed: 1, count, nowMs })];
  const world = createWorld({ seed: 1, products });
  const random = createRandom(77);
  const queries = Array.from({ length: 5000 }, (_, number) => {
    const shopper = makeShopper({ ...world.habits, seed: 77, number });
    return world.asking.ask(shopper, null, nowMs, random).spoken.text;
  });
  const listings = products.slice(0, 1000).map((product) => JSON.stringify(product));
  return { queries, products: products.slice(0, 5000).map(({ id }) => id), sessions, listings };
};
