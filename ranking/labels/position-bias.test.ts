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
    const shown = scored.map(({ id, relevant, score }, at) => ({
      id,
      relevant,
      score,
      position: at + 1,
      propensity: 1,
    }));
    if (explored > 0) {
      for (const [at, each] of shown.entries()) each.propensity = 1 - ((at === 0 || at === 23 ? 1 : 2) * explored) / 4;
      if (random() < explored)
        for (let at = random() < 0.5 ? 0 : 1; at + 1 < shown.length; at += 2)
          if (random() < 0.5) {
            const [a, b] = [shown[at]!, shown[at + 1]!];
            shown[at] = { ...b, position: at + 1, propensity: explored / 4 };
            shown[at + 1] = { ...a, position: at + 2, propensity: explored / 4 };
          }
    }
    const outcomes = shown.map(({ relevant, position }) => {
      const wants = relevant > 0.6 ? 0.85 : mistaken(position);
      return random() < looked(position) && random() < wants ? clicked : null;
    });
    bias.add({ normalized: `q${query}`, filters: [], shown }, outcomes);
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

describe("position bias", () => {
  for (const [name, looked] of [
    ["1/rank^0.7", power],
    ["fold", fold],
    ["steep", steep],
  ] as const)
    for (const world of [
      { noise: 0.3, queries: 1000 },
      { noise: 0.15, queries: 1000 },
      { noise: 0.3, queries: 10000 },
      { noise: 0, queries: 1000, explored: 0.5 },
      { noise: 0, queries: 1000, explored: 0.1 },
      { noise: 0.3, queries: 1000, mistaken: (p: number) => 0.1 + 0.2 / p },
    ])
      it(`explore ${name} ${JSON.stringify(world)}`, () => {
        const errors = [1, 2, 3].map((seed) => {
          const bias = learn({ searches: 5000, seed, looked, ...world });
          return `${bias.method} ${bias.evidence.informativeClicks} w${worst(bias, looked).toFixed(3)} m${worst(bias, looked, 12).toFixed(3)} e10 ${bias.error[10]!.toFixed(3)} e24 ${bias.error[24]!.toFixed(3)}`;
        });
        process.stdout.write(name + JSON.stringify(world) + "\n   " + errors.join("\n   ") + "\n");
      });
});
