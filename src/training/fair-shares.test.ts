import { anImpression } from "../testing/log-builders.ts";
import { createFairShares } from "./fair-shares.ts";

/** @param made searches of each shopper */
const countedOf = (made: readonly number[]): readonly number[] => {
  const shares = createFairShares();
  const all = made.map((searches, shopper) =>
    Array.from({ length: searches }, (_, i) => anImpression({ user: `u${shopper}`, queryId: `${shopper}:${i}` })),
  );
  for (const impression of all.flat()) shares.add(impression);
  const counts = shares.finish();
  return all.map((impressions) => impressions.filter(counts).length);
};

const shoppers = Array.from({ length: 95 }, (_, i) => 1 + (i % 4));

describe("fair shares", () => {
  it("let all searches of ordinary shoppers count", () => expect(countedOf(shoppers)).toEqual(shoppers));

  it("let ten tokens of a thousand searches count like a few busy shoppers", () => {
    const counted = countedOf([...shoppers, ...Array.from({ length: 5 }, () => 1000)]).slice(95);
    for (const searches of counted) {
      expect(searches).toBeGreaterThan(0);
      expect(searches).toBeLessThan(25);
    }
  });

  it("grow with what shoppers do: where many search often, nobody is cut", () => {
    const loyal = shoppers.map((searches) => 20 * searches);
    expect(countedOf(loyal)).toEqual(loyal);
  });

  it("count searches of nobody known", () => {
    const shares = createFairShares();
    expect(shares.finish()(anImpression({ user: null, session: null }))).toBe(true);
  });
});
