import { judgeKnown, weightFor } from "../src/testing/known-gain.ts";
import { runSabotage, type Sabotage, sabotages } from "../src/testing/sabotage.ts";
import type { Benchmark, BenchOptions } from "./harness.ts";

/** What an order that knows all of what the columns tell weighs `quality`; see known-gain.ts. */
const FULL = 0.8;

/**
 * Whole retrainings on spoilt logs, none of which may be promoted, and the gate's word on orders whose true difference is
 * known: how often it sees a gain of 2 %, and how often it takes an order that is no better, or worse by 2 %.
 */
export const bench: Benchmark = {
  name: "sabotage",
  title: "the gate: spoilt trainings promoted, and true gains of 2 % seen, over seeded logs",
  async run({ quick, log }) {
    const spoilt = await countPromoted(quick ? sabotages.length : 100, log);
    const runs = quick ? 4 : 20;
    const searches = quick ? [5000] : [5000, 20_000, 40_000];
    const { weight, trueGain } = weightFor(0.02);
    log(`an order that is truly better by ${(100 * trueGain).toFixed(2)} % NDCG@10`);
    const seen: Record<string, number> = {};
    for (const n of searches) {
      const share = async (challenger: number, champion: number): Promise<number> => {
        let promoted = 0;
        for (let seed = 1; seed <= runs; seed += 1) {
          promoted += Number((await judgeKnown(seed, n, challenger, champion)).promoted);
        }
        return promoted / runs;
      };
      seen[`2 % better, ${n} searches`] = await share(FULL, weight);
      log(`  of ${n} searches: ${seen[`2 % better, ${n} searches`]} of ${runs} runs promoted`);
      // Where the least is known, errors are the likeliest.
      if (n !== searches[0]) continue;
      seen[`no better, ${n} searches`] = await share(weight, weight + 1e-6);
      seen[`2 % worse, ${n} searches`] = await share(weight, FULL);
      log(`  no better: ${seen[`no better, ${n} searches`]}, 2 % worse: ${seen[`2 % worse, ${n} searches`]}`);
    }
    const most = seen[`2 % better, ${searches.at(-1)!} searches`]!;
    return {
      unit: "share of runs promoted",
      ours: { "spoilt, promoted": spoilt.promoted, ...seen },
      peers: {},
      ratio: { "no spoilt one promoted": spoilt.promoted === 0 ? 1 : 0, "nine in ten gains of 2 % seen": most / 0.9 },
      ...{ n: runs, seed: 1 },
    };
  },
};

async function countPromoted(runs: number, log: BenchOptions["log"]): Promise<{ readonly promoted: number }> {
  let promoted = 0;
  const counts = new Map<Sabotage, { runs: number; promoted: number; worse: number; by: Map<string, number> }>();
  for (let i = 0; i < runs; i += 1) {
    const kind = sabotages[i % sabotages.length]!;
    const count = counts.get(kind) ?? { runs: 0, promoted: 0, worse: 0, by: new Map<string, number>() };
    counts.set(kind, count);
    const run = await runSabotage(kind, 1 + i);
    count.runs += 1;
    count.promoted += Number(run.promoted);
    count.worse += Number(run.promoted && (run.trueGain ?? 0) < 0);
    for (const check of run.refusedBy.slice(0, 1)) count.by.set(check, (count.by.get(check) ?? 0) + 1);
    promoted += Number(run.promoted);
  }
  for (const [kind, { runs: n, promoted: taken, worse, by }] of counts) {
    const why = [...by].map(([check, times]) => `${check} ${times}`).join(", ");
    log(`${kind.padEnd(22)} ${taken} of ${n} promoted, ${worse} truly worse; refused by ${why}`);
  }
  return { promoted: promoted / runs };
}
