import type { Arena } from "./arena.ts";
import * as at from "./layout.ts";
import { type CategorySource, type NumberSource, rankOf, sendsMissing, type Source } from "./simd-sources.ts";
import { floor32, levelsOf } from "./threshold-levels.ts";
import type { TreeModel } from "./tree-model.ts";

export interface PlacedSources {
  /** Slots needed for ranking. */
  readonly slots: number;
  /** Lays the sources' tables. @returns the address of the first source */
  place(image: Arena): number;
}

/**
 * Reserves the conditions of all sources.
 *
 * @param conditionOf receives the address of each node's condition
 */
export function placeSources(
  model: TreeModel,
  sources: readonly Source[],
  work: Arena,
  conditionOf: Uint32Array,
): PlacedSources {
  let slots = 2;
  const places = sources.map((source) => {
    if ("sets" in source) {
      const codes = codesOf(source);
      slots = Math.max(slots, codes.size + 1);
      const conditions = work.reserve(source.sets.length * at.SLOT);
      source.nodes.forEach((node, set) => (conditionOf[node] = conditions + set * at.SLOT));
      return (image: Arena) => categoryFields(source, codes, conditions, image);
    }
    slots = Math.max(slots, source.thresholds.length + 2);
    const right = runningCount(source.uses, 1);
    const left = runningCount(source.uses, 2);
    // One more of each: what is not in use is written where the next one goes.
    const conditions = work.reserve(right.total * at.SLOT + at.SLOT);
    const conditionsLeft = work.reserve(left.total * at.SLOT + at.SLOT);
    for (const node of source.nodes) {
      const rank = rankOf(source, model, node);
      conditionOf[node] =
        sendsMissing(model.decision[node]!) === 2
          ? conditionsLeft + left.before[rank]! * at.SLOT
          : conditions + right.before[rank]! * at.SLOT;
    }
    return (image: Arena) => numberFields(source, conditions, conditionsLeft, image);
  });
  return {
    slots,
    place(image) {
      const all = new Uint32Array((sources.length * at.SOURCE_BYTES) / 4);
      places.forEach((fieldsOf, i) => {
        for (const [field, value] of fieldsOf(image)) all[(i * at.SOURCE_BYTES + field) / 4] = value;
      });
      return image.place(all);
    },
  };
}

type SourceField = readonly [field: number, value: number];

function numberFields(
  { kind, column, thresholds, uses }: NumberSource,
  conditions: number,
  conditionsLeft: number,
  image: Arena,
): SourceField[] {
  const levels = levelsOf(Float32Array.from(thresholds, floor32));
  const levelFields = [at.SOURCE_LEVEL_1, at.SOURCE_LEVEL_2, at.SOURCE_LEVEL_3];
  return [
    [at.SOURCE_COLUMN, column],
    [at.SOURCE_KIND, kind],
    [at.SOURCE_COUNT, thresholds.length],
    [at.SOURCE_CONDITIONS, conditions],
    [at.SOURCE_CONDITIONS_LEFT, conditionsLeft],
    [at.SOURCE_ZERO_RANK, thresholds.filter((threshold) => threshold < 0).length],
    [at.SOURCE_WIDE, image.place(thresholds)],
    [at.SOURCE_LEVELS, levels.length],
    ...levels.map((level, i): SourceField => [levelFields[i]!, image.place(level)]),
    [at.SOURCE_USES, image.place(uses)],
  ];
}

function categoryFields(
  { column, sets }: CategorySource,
  codes: ReadonlyMap<number, number>,
  conditions: number,
  image: Arena,
): SourceField[] {
  const largest = [...codes.keys()].at(-1) ?? 0;
  const table = Uint16Array.from({ length: largest + 1 }, (_, category) => codes.get(category) ?? 0);
  return [
    [at.SOURCE_COLUMN, column],
    [at.SOURCE_KIND, at.KIND_CATEGORIES],
    [at.SOURCE_COUNT, sets.length],
    [at.SOURCE_CONDITIONS, conditions],
    [at.SOURCE_MAX_CATEGORY, largest],
    [at.SOURCE_CODES, image.place(table)],
    [at.SOURCE_CODE_COUNT, codes.size],
    [
      at.SOURCE_SETS,
      image.place(
        Uint16Array.from(sets.flatMap((set) => [set.length, ...set.map((category) => codes.get(category)!)])),
      ),
    ],
  ];
}

/** Categories in some set, ascending → 1, 2, … */
function codesOf({ sets }: CategorySource): Map<number, number> {
  const categories = [...new Set(sets.flat())].sort((a, b) => a - b);
  return new Map(categories.map((category, i) => [category, i + 1]));
}

function runningCount(uses: Uint8Array, use: 1 | 2): { readonly before: Uint32Array; readonly total: number } {
  const before = new Uint32Array(uses.length);
  let total = 0;
  uses.forEach((byte, i) => {
    before[i] = total;
    if ((byte & use) !== 0) total++;
  });
  return { before, total };
}
