import type { ModelRecord } from "../../src/domain/model.ts";
import type { Scorer } from "./tree-model.ts";

/**
 * Whether a scorer gives a model's sample rows the very scores that its trainer gave them, bit for bit.
 *
 * @param samples null is an unknown value
 */
export function checkSamples(scorer: Scorer, samples: ModelRecord["samples"]): boolean {
  const { columns, values, scores } = samples;
  if (columns !== scorer.columns || values.length !== columns * scores.length) return false;
  const out = new Float64Array(scores.length);
  scorer.score(
    Float64Array.from(values, (value) => value ?? NaN),
    scores.length,
    out,
  );
  return scores.every((score, row) => Object.is(score, out[row]));
}
