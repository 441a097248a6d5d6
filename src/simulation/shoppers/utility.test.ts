import { generateProducts } from "../generate-products.ts";
import { createRandom } from "../random.ts";
import { plainDoor } from "../../testing/plain-door.ts";
import { sampleJudgedQueries, valueOrders } from "./evaluate.ts";
import type { Item } from "./shelf.ts";
import { makeShopper } from "./shopper.ts";
import { clickChance, fitOf, trueUtility } from "./utility.ts";
import { createWorld } from "./world.ts";

const nowMs = Date.UTC(2026, 0, 15);
const products = Array.from(generateProducts({ seed: 1, count: 8000, nowMs }));
const world = createWorld({ seed: 1, products });
const { asking, habits, shelf } = world;
const created = new Map(products.map((product) => [product.id, Date.parse(product.created_at!)]));

/** Things of the right kind with all that was wanted: what is left is what behaviour has to tell. */
const random = createRandom(17);
const pairs = Array.from({ length: 3000 }, (_, number) => {
  const shopper = makeShopper({ ...habits, seed: 8, number });
  const { intent } = asking.ask(shopper, null, nowMs, random);
  const group = intent.kind === null ? null : random.pick(intent.kind.groups);
  return group === null ? [] : [{ intent, item: group.items[0]! }];
})
  .flat()
  .filter(({ intent, item }) => fitOf(intent, item) > 0.9 && item.inStock);

describe("trueUtility", () => {
  it("is told in part by ratings, and wholly by no field", () => {
    expect(pairs.length).toBeGreaterThan(500);
    const utilities = pairs.map(({ intent, item }) => trueUtility(intent, item, nowMs, world));
    const fields: Record<string, (item: Item) => number> = {
      rating: ({ rating }) => rating ?? 4.2,
      reviews: ({ reviews }) => Math.log(1 + reviews),
      price: ({ pricePlace }) => pricePlace,
      discount: ({ discounted }) => Number(discounted),
      created: ({ id }) => created.get(id)!,
      title: ({ group }) => group.title.length,
    };
    const found = Object.entries(fields).map(
      ([name, read]) =>
        [
          name,
          correlation(
            utilities,
            pairs.map(({ item }) => read(item)),
          ),
        ] as const,
    );
    console.log(`utility and fields, r: ${found.map(([name, r]) => `${name} ${r.toFixed(2)}`).join(", ")}`);
    for (const [, r] of found) expect(Math.abs(r)).toBeLessThan(0.4);
    expect(Object.fromEntries(found)["rating"]).toBeGreaterThan(0.1);
  });

  it("moves clicks, but a click says little of it", () => {
    const clicks = pairs.map(({ intent, item }) =>
      Number(random.next() < clickChance(intent, item, nowMs, random.normal(), world)),
    );
    const utilities = pairs.map(({ intent, item }) => trueUtility(intent, item, nowMs, world));
    const r = correlation(clicks, utilities);
    console.log(`click and utility, r: ${r.toFixed(2)}`);
    expect(r).toBeGreaterThan(0.05);
    expect(r).toBeLessThan(0.4);
  });

  it("is small for the accessory, and nothing for another department", () => {
    const kindOf = (noun: string) => shelf.kinds.find((kind) => kind.noun === noun)!;
    const shopper = makeShopper({ ...habits, seed: 8, number: 1 });
    const after = (noun: string) => ({
      kind: kindOf(noun),
      wants: [],
      brand: null,
      targets: [],
      pricePlace: 0,
      shopper,
    });
    const mean = (noun: string, item: string) => {
      const { groups } = kindOf(item);
      return (
        groups.reduce((sum, { items }) => sum + trueUtility(after(noun), items[0]!, nowMs, world), 0) / groups.length
      );
    };
    const own = mean("laptop", "laptop");
    expect(own).toBeGreaterThan(0.15);
    expect(mean("laptop", "laptop sleeve")).toBeLessThan(0.1 * own);
    expect(mean("laptop", "laptop sleeve")).toBeGreaterThan(0);
    expect(mean("headphones", "earbuds")).toBeGreaterThan(0.15 * mean("headphones", "headphones"));
    expect(mean("laptop", "rug")).toBe(0);
  });
});

describe("valueOrders", () => {
  it("puts the true order first, at 1, words before chance, and leaves no trace as a shopper", async () => {
    const door = plainDoor(products);
    const judged = await sampleJudgedQueries({ seed: 21, world, door, nowMs, searches: 150 });
    const value = (order: (ids: (typeof judged)[0]["candidates"]) => (typeof judged)[0]["candidates"]) =>
      valueOrders(judged, ({ candidates }) => order(candidates).map(({ id }) => id)).ndcg10;
    const best = value((all) => [...all].sort((a, b) => b.utility - a.utility));
    const words = value((all) => all);
    const chance = value((all) => [...all].sort((a, b) => (a.id.slice(-3) < b.id.slice(-3) ? -1 : 1)));
    expect(best).toBeCloseTo(1, 10);
    expect(words).toBeGreaterThan(chance + 0.05);
    expect(words).toBeLessThan(0.8);
    expect(
      door.searches.every(({ agent, user, session }) => agent.includes("bot") && user === null && session === null),
    ).toBe(true);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(a), mean(b)];
  let [xy, xx, yy] = [0, 0, 0];
  a.forEach((value, at) => {
    xy += (value - x) * (b[at]! - y);
    xx += (value - x) ** 2;
    yy += (b[at]! - y) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}
