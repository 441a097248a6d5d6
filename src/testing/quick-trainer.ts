import type { Trainer, TrainingRows } from "../ports/trainer.ts";
import { checkNames } from "../../ranking/trainer/check-rows.ts";
import { trainBuiltIn } from "../../ranking/trainer/train-built-in.ts";
import { createFlatScorer } from "../../ranking/model/flat-scorer.ts";
import { readLightgbm } from "../../ranking/model/read-lightgbm.ts";

/** The built-in trainer in this very thread, with few rounds. @param tamper changes what it is given */
export function quickTrainer(rounds: number, tamper: (rows: TrainingRows) => TrainingRows = (rows) => rows): Trainer {
  return {
    name: "built-in",
    async train({ names, fit, params }, { onProgress }) {
      await Promise.resolve();
      checkNames(names);
      const inForce = { metric: "l2", ...params, num_iterations: rounds, learning_rate: 0.2 };
      const { text, history, gains, ...trained } = trainBuiltIn({
        ...{ names, params: inForce, rounds, patience: rounds, higherIsBetter: false },
        ...{ readFit: () => tamper(fit), readStop: null },
        onRound: (round) => onProgress(round, rounds),
      });
      const importance = names.map((feature, i) => ({ feature, gain: gains[i]! })).sort((a, b) => b.gain - a.gain);
      return { text, rounds: trained.rounds, history: [...history], importance, params: inForce };
    },
    async score(text, values, columns) {
      const scores = new Float64Array(values.length / columns);
      await Promise.resolve();
      createFlatScorer(readLightgbm(text)).score(values, scores.length, scores);
      return scores;
    },
    contributions: () => Promise.reject(new Error("not asked for")),
  };
}
