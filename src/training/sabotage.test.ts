import { judgeKnown, weightFor } from "../testing/known-gain.ts";
import { runSabotage, sabotages } from "../testing/sabotage.ts";

// Few seeds: bench sabotage has a hundred.
const timeoutMs = 120_000;

const refusals: Readonly<Record<(typeof sabotages)[number], string>> = {
  "inverted labels": "gain",
  "bots of few tokens": "no_loss",
  "bots of fresh tokens": "no_loss",
  "leaked feature": "no_leak",
  "stale features": "fresh_features",
  "one query": "enough_queries_learned",
  "tiny log": "enough_searches_judged",
  "slow model": "fast",
};

describe("a whole retraining", () => {
  it(
    "promotes a model that is truly better",
    async () => {
      const { promoted, trueGain } = await runSabotage(null, 2);
      expect(promoted).toBe(true);
      expect(trueGain).toBeGreaterThan(0.1);
    },
    timeoutMs,
  );

  it.each(sabotages)(
    "promotes nothing of: %s",
    async (kind) => {
      const { promoted, refusedBy } = await runSabotage(kind, 7);
      expect(promoted).toBe(false);
      expect(refusedBy).toContain(refusals[kind]);
    },
    timeoutMs,
  );

  it(
    "promotes an order of known truth when it is better, and not when it is worse",
    async () => {
      const { weight, trueGain } = weightFor(0.06);
      expect(trueGain).toBeCloseTo(0.06, 2);
      expect((await judgeKnown(3, 4000, 0.8, weight)).promoted).toBe(true);
      expect((await judgeKnown(3, 4000, weight, 0.8)).promoted).toBe(false);
    },
    timeoutMs,
  );
});
