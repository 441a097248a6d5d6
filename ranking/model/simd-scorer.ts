import { BLOCK, HEADER } from "./layout.ts";
import { simdTables, type SimdTables } from "./simd-tables.ts";
import { checkSizes, type Scorer, type TreeModel } from "./tree-model.ts";

/**
 * Scores with SIMD in WebAssembly: assembly/score.ts says how.
 *
 * @param wasm assembly/score.ts compiled
 * @throws RangeError for a model past its limits; open-scorer.ts takes the flat scorer then
 */
export function createSimdScorer(model: TreeModel, wasm: WebAssembly.Module): Scorer {
  const tables = simdTables(model);
  if (tables === null) throw new RangeError("The model has more leaves, thresholds or categories than SIMD takes.");
  return simdScorerOf(tables, wasm);
}

interface Kernel {
  score(rows: number, wide: number): void;
}

export function simdScorerOf(tables: SimdTables, wasm: WebAssembly.Module): Scorer {
  const { columns, image, imageAt, header, valuesAt, outAt } = tables;
  const pages = Math.ceil(tables.bytes / 65_536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  new Uint8Array(memory.buffer).set(image, imageAt);
  new Uint32Array(memory.buffer, HEADER, header.length).set(header);
  const kernel = new WebAssembly.Instance(wasm, { env: { memory } }).exports as unknown as Kernel;
  const narrow = new Float32Array(memory.buffer, valuesAt, BLOCK * columns);
  const wide = new Float64Array(memory.buffer, valuesAt, BLOCK * columns);
  const scores = new Float64Array(memory.buffer, outAt, BLOCK);
  return {
    columns,
    kind: "simd",
    score(values, rows, out) {
      checkSizes(columns, values, rows, out);
      const into = values instanceof Float32Array ? narrow : wide;
      for (let from = 0; from < rows; from += BLOCK) {
        const count = Math.min(BLOCK, rows - from);
        into.set(values.subarray(from * columns, (from + count) * columns));
        kernel.score(count, into === wide ? 1 : 0);
        out.set(count === BLOCK ? scores : scores.subarray(0, count), from);
      }
    },
  };
}
