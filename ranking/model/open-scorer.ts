import { readFile } from "node:fs/promises";
import { createFlatScorer } from "./flat-scorer.ts";
import { simdScorerOf } from "./simd-scorer.ts";
import { simdTables, type SimdTables } from "./simd-tables.ts";
import type { Scorer, TreeModel } from "./tree-model.ts";

/** What a scorer is made of, for a worker to build and post. */
export type ScorerTables = SimdTables | { readonly kind: "flat"; readonly model: TreeModel };

/** The SIMD scorer where the model fits its limits, else the flat one. Takes tens of milliseconds for a large model. */
export const openScorer = (model: TreeModel): Promise<Scorer> => fromTables(scorerTables(model));

/** The slow part of opening a scorer. */
export const scorerTables = (model: TreeModel): ScorerTables => simdTables(model) ?? { kind: "flat", model };

/** What can be transferred of the tables instead of copied; the sender then has it no more. */
export const transferables = (tables: ScorerTables): ArrayBuffer[] =>
  tables.kind === "simd" ? [tables.image.buffer, tables.header.buffer] : [];

/** The fast part: a copy of the tables. */
export async function fromTables(tables: ScorerTables): Promise<Scorer> {
  if (tables.kind === "flat") return createFlatScorer(tables.model);
  return simdScorerOf(tables, await loadWasm());
}

/** assembly/score.ts, compiled beside this file by `npm run build:wasm`; read once. */
export function loadWasm(): Promise<WebAssembly.Module> {
  wasm ??= readFile(new URL("./score.wasm", import.meta.url)).then((bytes) => WebAssembly.compile(bytes));
  return wasm;
}

let wasm: Promise<WebAssembly.Module> | undefined;
