import { explore } from "../../src/search/explore.ts";
import { seededRandom } from "../metrics/random.ts";
import type { Outcome } from "./outcome.ts";
import { createPositionBias, examination, type PositionBias } from "./position-bias.ts";

const clicked: Outcome = { clicks: 1, carts: 0, purchases: 0, returned: 0, valueMinor: 0 };

interface World {
  readonly searches: number;
  readonly seed: number;
  readonly looked: (position: number) => number;
  /** Queries are asked by Zipf's law. */
  readonly queries: number;
  /** Deviation of what the order adds to each score, score by score; relevance is 0 to 1. */
  readonly noise: number;
  /** Clicks on what is irrelevant and was looked at, by position: more at the top is trust in the order. */
  readonly mistaken?: (position: number) => number;
  readonly explored?: number;
}

function learn({ searches, seed, looked, queries, noise, mistaken = () => 0.1, explored = 0 }: World): PositionBias {
  const random = seededRandom(seed);
  const bias = createPositionBias();
  const zipf = Array.from({ length: queries }, (_, i) => 1 / (i + 1));
  const all = zipf.reduce((a, b) => a + b, 0);
  for (let i = 0; i < searches; i += 1) {
    let drawn = random() * all;
    const query = Math.max(
      0,
      zipf.findIndex((share) => (drawn -= share) <= 0),
    );
    const relevance = relevanceOf(query);
    const scored = relevance
      .map((relevant, id) => ({
        id: `${id}`,
        relevant,
        score: relevant + 2 * noise * (random() + random() + random() - 1.5),
      }))
      .sort((a, b) => b.score - a.score);
    const items = scored.map(() => ({ tier: "a", fresh: false }));
    const { order, comparable } = explore(items, { share: explored }, random);
    const shown = order.map((from, at) => {
      const { id, relevant } = scored[from]!;
      return { id, relevant, position: at + 1, ownPlace: comparable ? from + 1 : null };
    });
    const outcomes = shown.map(({ relevant, position }) => {
      const wants = relevant > 0.6 ? 0.85 : mistaken(position);
      return random() < looked(position) && random() < wants ? clicked : null;
    });
    bias.add({ normalized: `q${query}`, filters: [], total: 24, modelVersion: null, shown }, outcomes);
  }
  return bias.finish();
}

function relevanceOf(query: number): readonly number[] {
  const random = seededRandom(query + 1000);
  const share = 0.1 + 0.4 * random();
  return Array.from({ length: 24 }, () => (random() < share ? 0.6 + 0.4 * random() : 0.6 * random()));
}

const power = (position: number): number => position ** -0.7;
const fold = (position: number): number => (position <= 4 ? 1 : position <= 12 ? 0.5 : 0.2);
const steep = (position: number): number => Math.exp(-0.12 * (position - 1));

/** Largest relative error over positions. */
function worst(bias: PositionBias, looked: (position: number) => number, depth = 24): number {
  let largest = 0;
  for (let position = 1; position <= depth; position += 1)
    largest = Math.max(largest, Math.abs(examination(bias, position) / (looked(position) / looked(1)) - 1));
  return largest;
}

/** Of three seeds, so that no lucky one is claimed. */
function errors(world: Omit<World, "seed">, depth = 24): readonly number[] {
  return [1, 2, 3].map((seed) => worst(learn({ ...world, seed }), world.looked, depth));
}

const shop = { searches: 5000, queries: 1000, noise: 0.3 };

describe("position bias", () => {
  it("is within 10 % of the true curve at every position, from 5,000 searches whose order changes by itself", () => {
    for (const error of errors({ ...shop, looked: power })) expect(error).toBeLessThan(0.1);
  });

  it("finds the fold of a page as well, and a curve that falls faster than any power", () => {
    for (const error of errors({ ...shop, looked: fold }, 12)) expect(error).toBeLessThan(0.1);
    for (const error of errors({ ...shop, looked: steep }, 12)) expect(error).toBeLessThan(0.1);
  });

  it("comes from random swaps alone when they are all that changes the order and there are enough", () => {
    const bias = learn({ ...shop, seed: 1, looked: power, searches: 20_000, noise: 0, explored: 1 });
    expect(bias).toMatchObject({ method: "swaps", confident: true });
    expect(worst(bias, power, 12)).toBeLessThan(0.15);
  });

  it("is off by less than 30 % where trust in the order draws mistaken clicks to the top, which no curve of looks can hold", () => {
    const bias = learn({ ...shop, seed: 1, looked: power, mistaken: (position) => 0.1 + 0.2 / position });
    expect(worst(bias, power)).toBeLessThan(0.3);
  });

  it("does not claim to know what nothing shows: an order that never changes", () => {
    const bias = learn({ ...shop, seed: 1, looked: power, searches: 1000, noise: 0 });
    expect(bias).toMatchObject({ method: "coec", confident: false });
    expect(bias.says).toContain("Exploration would");
  });

  it("is flat and says so without a click", () => {
    const bias = createPositionBias().finish();
    expect(bias).toMatchObject({ method: "none", confident: false });
    expect(examination(bias, 7)).toBe(1);
  });

  it("does not depend on the order in which searches come", () => {
    const shown = [1, 2, 3].map((position) => ({ id: `p${position}`, position, ownPlace: null }));
    const searches = Array.from({ length: 200 }, (_, i) => ({
      impression: {
        normalized: `q${i % 9}`,
        filters: [],
        total: 3,
        modelVersion: null,
        shown: i % 2 === 0 ? shown : turned(shown),
      },
      outcomes: [i % 3 === 0 ? clicked : null, null, i % 7 === 0 ? clicked : null],
    }));
    const curveOf = (some: typeof searches) => {
      const bias = createPositionBias();
      for (const { impression, outcomes } of some) bias.add(impression, outcomes);
      return [...bias.finish().curve];
    };
    const straight = curveOf(searches);
    for (const [i, value] of curveOf([...searches].reverse()).entries()) expect(value).toBeCloseTo(straight[i]!, 9);
    expect(straight.every((value) => value > 0)).toBe(true);
  });
});

function turned<T extends { readonly position: number }>(shown: readonly T[]): T[] {
  return [...shown].reverse().map((product, at) => ({ ...product, position: at + 1 }));
}
