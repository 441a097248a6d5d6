import { createArena } from "./arena.ts";
import * as at from "./layout.ts";
import { placeSources } from "./place-sources.ts";
import { placeTrees } from "./place-trees.ts";
import { simdSources } from "./simd-sources.ts";
import type { TreeModel } from "./tree-model.ts";

/** The SIMD scorer's memory: what is filled before it starts, and where the rest lies. */
export interface SimdTables {
  readonly kind: "simd";
  readonly columns: number;
  /** Bytes from address `imageAt` on. */
  readonly image: Uint8Array<ArrayBuffer>;
  readonly imageAt: number;
  /** The header's fields. */
  readonly header: Uint32Array<ArrayBuffer>;
  readonly valuesAt: number;
  readonly outAt: number;
  /** Of memory, in all. */
  readonly bytes: number;
}

const MAX_BYTES = 256 * 2 ** 20;

/** @returns null when the model is past the SIMD scorer's limits: layout.ts and simd-sources.ts name them */
export function simdTables(model: TreeModel): SimdTables | null {
  for (let tree = 0; tree < model.treeCount; tree++) {
    if (model.leafStart[tree + 1]! - model.leafStart[tree]! > at.MAX_LEAVES) return null;
  }
  const sources = simdSources(model);
  if (sources === null) return null;

  const work = createArena(at.HEADER + at.HEADER_BYTES);
  const conditionOf = new Uint32Array(model.feature.length);
  const placed = placeSources(model, sources, work, conditionOf);
  const header = new Uint32Array(at.HEADER_BYTES / 4);
  const set = (field: number, value: number) => (header[field / 4] = value);
  const valuesAt = work.reserve(at.BLOCK * model.columns * 8);
  const outAt = work.reserve(at.BLOCK * 8);
  set(at.HEADER_COLUMNS, model.columns);
  set(at.HEADER_VALUES, valuesAt);
  set(at.HEADER_OUT, outAt);
  set(at.HEADER_RANKED, work.reserve(placed.slots * at.SLOT));
  set(at.HEADER_REACH, work.reserve(at.MAX_LEAVES * at.SLOT));
  set(at.HEADER_LEAF, work.reserve(at.BATCH * at.BLOCK));

  const imageAt = work.reserve(0);
  const image = createArena(imageAt);
  set(at.HEADER_SOURCES, placed.place(image));
  set(at.HEADER_SOURCE_COUNT, sources.length);
  set(at.HEADER_BATCHES, placeTrees(model, conditionOf, image));
  set(at.HEADER_BATCH_COUNT, Math.ceil(model.treeCount / at.BATCH));
  if (image.end > MAX_BYTES) return null;
  return {
    kind: "simd",
    columns: model.columns,
    image: image.bytes(),
    imageAt,
    header,
    valuesAt,
    outAt,
    bytes: image.end,
  };
}
