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
}

export interface ShopFiles {
  readonly shop: ShopFile;
  /** The whole catalogue as JSON Lines, a fifth cheaper: what a sale imports. */
  readonly sale: string;
}

/** What the simulated shoppers of the demo shop type: demand falls with a kind's rank as Zipf's law has it. */
export const drawShopFiles = (count: number, sessions: readonly string[]): ShopFiles => {
  const nowMs = Date.UTC(2026, 0, 15);
  const products = [...generateProducts({ seed: 1, count, nowMs })];
  const world = createWorld({ seed: 1, products });
  const random = createRandom(77);
  const queries = Array.from({ length: 5000 }, (_, number) => {
    const shopper = makeShopper({ ...world.habits, seed: 77, number });
    return world.asking.ask(shopper, null, nowMs, random).spoken.text;
  });
  const sale = products.map((product) => JSON.stringify({ ...product, price: cheaper(product.price) })).join("\n");
  return { shop: { queries, products: products.slice(0, 5000).map(({ id }) => id), sessions }, sale };
};

const cheaper = (price: number | undefined) => (price === undefined ? undefined : Math.round(price * 80) / 100);
