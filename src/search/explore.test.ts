import { seededRandom } from "../../ranking/metrics/random.ts";
import { explore, type Explorable } from "./explore.ts";

const plain = (count: number): Explorable[] => Array.from({ length: count }, () => ({ tier: "a", fresh: false }));

it("leaves the order alone when its share is 0", () => {
  const { order, propensities } = explore(plain(5), { share: 0 }, () => 0);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(propensities).toEqual([1, 1, 1, 1, 1]);
});

it("changes no more searches than its share", () => {
  const random = seededRandom(1);
  let changed = 0;
  for (let i = 0; i < 10_000; i += 1)
    if (explore(plain(24), { share: 0.2 }, random).order.some((item, place) => item !== place)) changed += 1;
  expect(changed / 10_000).toBeGreaterThan(0.14);
  expect(changed / 10_000).toBeLessThan(0.21);
});

it("logs the probability with which a product really stands at its place", () => {
  const items = plain(40).map((item, i) => ({ tier: i < 2 ? "identifier" : "a", fresh: i === 12 || i === 30 }));
  const random = seededRandom(2);
  const rounds = 50_000;
  let differing = 0;
  const seen = new Map<string, { times: number; logged: number }>();
  for (let round = 0; round < rounds; round += 1) {
    const { order, propensities } = explore(items, { share: 0.5 }, random);
    for (const [place, item] of order.entries()) {
      const entry = seen.get(`${item}@${place}`) ?? { times: 0, logged: propensities[place]! };
      if (Math.abs(propensities[place]! - entry.logged) > 1e-12) differing += 1;
      seen.set(`${item}@${place}`, { ...entry, times: entry.times + 1 });
    }
  }
  expect(differing).toBe(0);
  for (const { times, logged } of seen.values()) {
    const deviation = Math.sqrt((logged * (1 - logged)) / rounds);
    expect(Math.abs(times / rounds - logged)).toBeLessThan(5 * deviation + 1e-9);
  }
});

it("says whether its swaps can be compared with those of other searches", () => {
  const random = seededRandom(4);
  const of = (items: readonly Explorable[], share = 1) => explore(items, { share }, random).comparable;
  expect(of(plain(24))).toBe(true);
  expect(of(plain(24), 0)).toBe(false);
  expect(of(plain(24).map((item, i) => ({ ...item, tier: i < 2 ? "identifier" : "a" })))).toBe(false);
  const fresh = plain(40).map((item, i) => ({ ...item, fresh: i === 30 }));
  for (let round = 0; round < 200; round += 1) {
    const { order, comparable } = explore(fresh, { share: 1 }, random);
    expect(comparable).toBe(order.indexOf(30) === 30);
  }
});

it("swaps products up to eight places apart", () => {
  const random = seededRandom(5);
  const apart = new Set<number>();
  for (let round = 0; round < 500; round += 1)
    for (const [place, item] of explore(plain(24), { share: 1 }, random).order.entries())
      apart.add(Math.abs(place - item));
  expect([...apart].sort()).toEqual([0, 1, 2, 4, 8]);
});

it("never moves a product out of its tier", () => {
  const random = seededRandom(3);
  const items = plain(24).map((item, i) => ({ ...item, tier: i < 3 ? "identifier" : "a", fresh: i > 20 }));
  for (let round = 0; round < 2000; round += 1)
    expect(explore(items, { share: 1 }, random).order.slice(0, 3).sort()).toEqual([0, 1, 2]);
});
