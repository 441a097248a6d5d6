import fc from "fast-check";
import { lambdarank } from "./lambdarank.ts";
import { readOptions } from "./options.ts";

/** The definition, pair by pair in the order of the rows, without a thought for speed. */
function plainly(labels: readonly number[], scores: readonly number[], truncation: number, norm: boolean) {
  const gain = (label: number): number => 2 ** label - 1;
  const discount = (rank: number): number => 1 / Math.log2(rank + 2);
  const order = labels.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const rank = labels.map((_, i) => order.indexOf(i));
  const ideal = [...labels].sort((a, b) => b - a).slice(0, truncation);
  const best = ideal.reduce((sum, label, i) => sum + gain(label) * discount(i), 0);
  const g = labels.map(() => 0);
  const h = labels.map(() => 0);
  let total = 0;
  for (const [i, high] of labels.entries()) {
    for (const [j, low] of labels.entries()) {
      if (high <= low || Math.min(rank[i]!, rank[j]!) >= truncation) continue;
      const difference = scores[i]! - scores[j]!;
      let change = ((gain(high) - gain(low)) * Math.abs(discount(rank[i]!) - discount(rank[j]!))) / best;
      if (norm && new Set([scores[order[0]!], scores[order.at(-1)!]]).size > 1) change /= 0.01 + Math.abs(difference);
      const p = 1 / (1 + Math.exp(difference));
      g[i]! -= change * p;
      g[j]! += change * p;
      h[i]! += change * p * (1 - p);
      h[j]! += change * p * (1 - p);
      total += 2 * change * p;
    }
  }
  const factor = norm && total > 0 ? Math.log2(1 + total) / total : 1;
  return { g: g.map((x) => x * factor), h: h.map((x) => x * factor) };
}

const query = fc.array(fc.record({ label: fc.integer({ min: 0, max: 4 }), score: fc.integer({ min: -5, max: 5 }) }), {
  minLength: 1,
  maxLength: 90,
});

test("gradients of several queries are those of the definition", () => {
  fc.assert(
    fc.property(
      fc.array(query, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (queries, truncation, norm) => {
        const rows = queries.flat();
        const labels = Float32Array.from(rows, ({ label }) => label);
        const groups = Int32Array.from(queries, ({ length }) => length);
        const options = readOptions({
          objective: "lambdarank",
          lambdarank_truncation_level: truncation,
          lambdarank_norm: norm,
        });
        const objective = lambdarank(
          { values: new Float32Array(0), columns: 0, labels, weights: null, groups, positions: null },
          options,
        );
        const g = new Float32Array(rows.length);
        const h = new Float32Array(rows.length);
        objective.fill(
          Float64Array.from(rows, ({ score }) => score),
          g,
          h,
        );
        const expected = queries.map((one) =>
          plainly(
            one.map(({ label }) => label),
            one.map(({ score }) => score),
            truncation,
            norm,
          ),
        );
        for (const [i, x] of expected.flatMap((one) => one.g).entries()) expect(g[i]).toBeCloseTo(x, 5);
        for (const [i, x] of expected.flatMap((one) => one.h).entries()) expect(h[i]).toBeCloseTo(x, 5);
      },
    ),
    { seed: 5, numRuns: 100 },
  );
});
