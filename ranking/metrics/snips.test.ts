import { existsSync, readFileSync } from "node:fs";
import { seededRandom } from "./random.ts";
import { snips } from "./snips.ts";

const folder = "../shared/data/obd_zozo";
const withData = existsSync(folder) ? it : it.skip;
if (!existsSync(folder)) console.warn(`SNIPS is not tested on real decisions: there is no ${folder}.`);

interface Decisions {
  readonly clicks: Float64Array;
  readonly propensities: Float64Array;
  readonly items: Int32Array;
  readonly positions: Int32Array;
}

/** Decisions of one policy with the probability of each, at one of three positions (Open Bandit Dataset). */
function decisions(file: string): Decisions {
  const lines = readFileSync(`${folder}/${file}.csv`, "utf8").trim().split("\n").slice(1);
  const column = (index: number) => lines.map((line) => Number(line.split(",")[index]));
  return {
    items: Int32Array.from(column(2)),
    positions: Int32Array.from(column(3)),
    clicks: Float64Array.from(column(4)),
    propensities: Float64Array.from(column(5)),
  };
}

describe("SNIPS", () => {
  it("finds what another policy earns, from decisions of which it would have made few", () => {
    const random = seededRandom(5);
    const earns = [0.1, 0.2, 0.6];
    const logging = [0.6, 0.3, 0.1];
    const asked = [0.1, 0.2, 0.7];
    const rewards: number[] = [];
    const ratios: number[] = [];
    for (let i = 0; i < 20_000; i += 1) {
      const drawn = random();
      const action = drawn < 0.6 ? 0 : drawn < 0.9 ? 1 : 2;
      rewards.push(Number(random() < earns[action]!));
      ratios.push(asked[action]! / logging[action]!);
    }
    const { value, ess } = snips(rewards, ratios);
    expect(value!.low).toBeLessThan(0.47);
    expect(value!.high).toBeGreaterThan(0.47);
    expect(value!.mean).toBeCloseTo(0.47, 1.5);
    expect(ess).toBeLessThan(rewards.length / 2);
  });

  it("is the plain mean for the policy that decided", () => {
    const rewards = [1, 0, 0, 1];
    expect(snips(rewards, [1, 1, 1, 1], { minEss: 4 })).toMatchObject({ value: { mean: 0.5 }, ess: 4, refused: null });
  });

  it("refuses when a few decisions would carry it all", () => {
    const ratios = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 10_000 : 1));
    const { value, ess, refused } = snips(new Float64Array(1000), ratios);
    expect(value).toBeNull();
    expect(ess).toBeLessThan(2);
    expect(refused).toContain("100 are needed");
  });

  for (const campaign of ["men", "women"])
    withData(`values each policy on the other's real decisions as it truly did, or refuses (${campaign})`, () => {
      const bts = decisions(`bts_${campaign}`);
      const random = decisions(`random_${campaign}`);
      const items = new Set(random.items).size;
      const chosen = new Map<string, number>();
      for (const [i, item] of bts.items.entries()) {
        const key = `${item} at ${bts.positions[i]!}`;
        chosen.set(key, (chosen.get(key) ?? 0) + 3 / bts.items.length);
      }
      const pairs = [
        { log: bts, ratios: bts.propensities.map((propensity) => 1 / items / propensity), truth: random },
        {
          log: random,
          ratios: random.propensities.map(
            (propensity, i) => (chosen.get(`${random.items[i]!} at ${random.positions[i]!}`) ?? 0) / propensity,
          ),
          truth: bts,
        },
      ];
      for (const { log, ratios, truth } of pairs) {
        const { value, ess, refused } = snips(log.clicks, ratios);
        const real = snips(truth.clicks, new Float64Array(truth.clicks.length).fill(1)).value!;
        expect(ess).toBeLessThan(log.clicks.length);
        // Some fifty clicks each: the intervals must meet.
        if (value === null) expect(refused).toMatch(/are needed/);
        else {
          expect(value.low).toBeLessThan(real.high);
          expect(value.high).toBeGreaterThan(real.low);
        }
      }
    });
});
