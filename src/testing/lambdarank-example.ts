import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TrainingRows } from "../ports/trainer.ts";

/** LightGBM's own ranking example: 3,005 rows of 201 queries to fit, 768 of 50 to test, 301 columns (the first is unused). */
export interface LambdarankExample {
  readonly folder: string;
  readonly names: readonly string[];
  readonly fit: TrainingRows;
  readonly test: TrainingRows;
}

const COLUMNS = 301;

/** @returns null, with the reason printed, where the data is not there */
export function readLambdarankExample(): LambdarankExample | null {
  const folder = fileURLToPath(new URL("../../../../shared/data/lightgbm_lambdarank/", import.meta.url));
  if (!existsSync(`${folder}rank.train`)) {
    console.warn(`skipped, ${folder} is not there`);
    return null;
  }
  return {
    folder,
    names: Array.from({ length: COLUMNS }, (_, i) => `Column_${i}`), // as LightGBM names what has no name
    fit: readLibsvm(`${folder}rank.train`),
    test: readLibsvm(`${folder}rank.test`),
  };
}

/** `label index:value …` a line, zeros left out; rows of each query in `.query` beside it. */
function readLibsvm(file: string): TrainingRows {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const values = new Float64Array(lines.length * COLUMNS);
  const labels = new Float32Array(lines.length);
  for (const [row, line] of lines.entries()) {
    const [label, ...cells] = line.trim().split(/\s+/u);
    labels[row] = Number(label);
    for (const cell of cells) {
      const [column, value] = cell.split(":");
      values[row * COLUMNS + Number(column)] = Number(value);
    }
  }
  const groups = Int32Array.from(readFileSync(`${file}.query`, "utf8").trim().split("\n"), Number);
  return { values, columns: COLUMNS, labels, weights: null, groups, positions: null };
}
