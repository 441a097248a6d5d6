import { demoExploration } from "../src/cli/demo-learning.ts";
import { defaultCatalog } from "../src/compose.ts";
import { examination } from "../src/simulation/shoppers/habits.ts";
import { type LearningShop, openLearningShop } from "../src/testing/learning-shop.ts";
import { defaultLoopSettings, type LoopSettings } from "../src/training/settings.ts";
import type { Benchmark, Figures } from "./harness.ts";
import { measurePersonalisation } from "./learning-personal.ts";
import { openScales } from "./learning-scales.ts";

const seed = 41;

/**
 * How much of what a search order could be worth is learned from clicks and purchases: the whole program over its HTTP API,
 * with simulated shoppers on a fake clock. 0 is the first stage's order, 100 the order by true expected utility of the same
 * candidates, on searches of shoppers whom the shop has never seen.
 */
export const bench: Benchmark = {
  name: "learning",
  title:
    "share of the gap from first stage to optimum that is learned in the simulated shop of 20k products (quick: 2k)",
  async run({ quick, log }) {
    const checkpoints = quick ? [500, 2000, 4000] : [500, 2000, 10_000, 20_000, 50_000];
    const products = quick ? 2000 : 20_000;
    const searches = quick ? 300 : 800;
    const least = quick ? 400 : 500;
    const clean = await measure({ bots: 0, products, checkpoints, searches, least, log });
    // What bots cost shows by then.
    const attacked = quick ? [] : checkpoints.filter((count) => count <= 20_000);
    const { ours, peers } = clean;
    const dirty =
      attacked.length === 0
        ? clean
        : await measure({ bots: 0.1, products, checkpoints: attacked, searches, least, log });
    for (const count of attacked) {
      const gap = dirty.ours[`gap closed after ${count}`]!;
      ours[`gap closed after ${count}, 10 % bots`] = gap;
      ours[`points lost to bots after ${count}`] = ours[`gap closed after ${count}`]! - gap;
    }
    const last = checkpoints.at(-1)!;
    const at = (side: Figures, count = last) => side[`NDCG@10 after ${count}`]!;
    const closed = (count: number) => ours[`gap closed after ${count}`]! / 100;
    return {
      unit: "NDCG@10; gaps, points and errors in %",
      ours,
      peers,
      ratio: {
        "half the gap after 2,000": closed(2000) / 0.5,
        ...(quick ? {} : { "three quarters after 20,000": closed(20_000) / 0.75 }),
        "no retrain that harms": ours["largest fall by a promotion"]! <= defaultLoopSettings.gate.margin ? 1 : 0,
        "first stage": at(ours) / at(peers["first stage"]!),
        "hand-tuned blend": at(ours) / at(peers["hand-tuned blend"]!),
      },
      n: last,
      seed,
    };
  },
};

interface Measure {
  readonly bots: number;
  readonly products: number;
  readonly checkpoints: readonly number[];
  readonly searches: number;
  /** Sessions between two trainings. */
  readonly least: number;
  readonly log: (line: string) => void;
}

interface Measured {
  readonly ours: Record<string, number>;
  readonly peers: Record<string, Record<string, number>>;
}

/** What passes the gate serves everyone at once: what a canary would add is time, not another order. */
const settings: LoopSettings = { ...defaultLoopSettings, canary: { ...defaultLoopSettings.canary, share: 0 } };

const measure = async ({ bots, products, checkpoints, searches, least, log }: Measure): Promise<Measured> => {
  // As the demo shop explores: much until a model serves, little from then on.
  const exploration = demoExploration();
  await using shop = await openLearningShop({ products, bots, settings, exploration });
  const scales = openScales({ shop, seed, searches });
  const ours: Record<string, number> = {};
  const peers: Measured["peers"] = { "first stage": {}, "hand-tuned blend": {}, random: {} };
  let worstFall = 0;
  let rounds = 0;
  for (const [sessions, checkpoint] of waves(checkpoints, least)) {
    await scales.shoppers.run(sessions);
    await shop.running.learning.settle(defaultCatalog);
    const { champion } = await shop.stores.models.pointer(defaultCatalog);
    const { version, says } = await shop.train();
    const { live, trained, before, first, blend, random, gap, utilityGap } = await scales.weigh(version, champion);
    worstFall = Math.max(worstFall, 1 - live / before);
    rounds += 1;
    if (live !== first) exploration.calm();
    const done = scales.shoppers.counts().sessions;
    log(
      `${done} sessions${bots > 0 ? ", 10 % bots" : ""}: first stage ${first.toFixed(3)}, blend ${blend.toFixed(3)}, ` +
        `live ${live.toFixed(3)}, trained ${trained.toFixed(3)}; gap closed live ${gap(live).toFixed(1)} %, ` +
        `trained ${gap(trained).toFixed(1)} %, blend ${gap(blend).toFixed(1)} %. ${says}`,
    );
    if (!checkpoint) continue;
    const name = `NDCG@10 after ${done}`;
    Object.assign(ours, {
      [name]: live,
      [`gap closed after ${done}`]: gap(live),
      [`gap closed after ${done} by the model trained last`]: gap(trained),
      [`gap of utility after ${done}`]: utilityGap,
    });
    Object.assign(peers["first stage"]!, { [name]: first });
    Object.assign(peers["hand-tuned blend"]!, { [name]: blend, [`gap closed after ${done}`]: gap(blend) });
    Object.assign(peers["random"]!, { [name]: random });
  }
  ours["rounds"] = rounds;
  ours["largest fall by a promotion"] = worstFall;
  if (bots === 0) {
    ours["position bias: worst error at 1 to 10"] = await biasError(shop);
    Object.assign(ours, await measurePersonalisation(shop, products >= 20_000 ? 4000 : 500));
  }
  return { ours, peers };
};

/** Retrained after the least of sessions, later after a quarter more. @returns sessions of each wave, and whether a checkpoint ends it */
function* waves(checkpoints: readonly number[], least: number): Generator<[number, boolean]> {
  let done = 0;
  for (const checkpoint of checkpoints) {
    while (done < checkpoint) {
      const next = Math.min(checkpoint, done + Math.max(least, Math.round(done / 4)));
      yield [next - done, next === checkpoint];
      done = next;
    }
  }
}

/** The loop's own estimate, as its last decision tells it, beside the true curve: the largest error, in %. */
const biasError = async ({ stores }: LearningShop): Promise<number> => {
  const told = (await stores.models.decisions(defaultCatalog, 20)).find(({ report }) => "position_bias" in report);
  const curve = (told?.report["position_bias"] ?? []) as readonly { position: number; examined: number }[];
  const first = curve.find(({ position }) => position === 1)?.examined ?? NaN;
  const errors = curve
    .filter(({ position }) => position <= 10)
    .map(({ position, examined }) => 100 * Math.abs(examined / first / examination(position) - 1));
  return errors.length < 10 ? NaN : Math.max(...errors);
};
