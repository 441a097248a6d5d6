import { compileKind, type CompiledKind } from "./compile-kind.ts";
import { departments } from "./departments.ts";
import { relist } from "./relist.ts";
import { createRandom, mixSeeds } from "./random.ts";
import { writeGroup } from "./write-group.ts";
import type { Product } from "../domain/product.ts";

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
  /** Milliseconds since 1970; products were created in the three years before. */
  readonly nowMs: number;
}

/**
 * The demo shop's catalogue. The same options give the same products, and the first n of a longer run are the same;
 * each is made when it is asked for.
 */
export function* generateProducts({ seed, count, nowMs }: GenerateOptions): Generator<Product, void, undefined> {
  const pickKind = kindPicker();
  let made = 0;
  for (let group = 0; made < count; group += 1) {
    for (const product of groupAt(group)) {
      if (made === count) return;
      made += 1;
      yield product;
    }
  }

  /** Each group depends on nothing but its number, so a copy's original can be made again. */
  function groupAt(group: number): readonly Product[] {
    const original = copyOf(seed, group);
    return original === null ? freshGroup(group) : [relist(freshGroup(original), { seed, group, nowMs })];
  }

  function freshGroup(group: number): Product[] {
    return writeGroup(pickKind(createRandom(mixSeeds(seed, group, 2)).next()), { seed, group, nowMs });
  }
}

/** Which earlier product this one is another seller's listing of; null for nearly all. */
function copyOf(seed: number, group: number): number | null {
  const random = createRandom(mixSeeds(seed, group, 3));
  if (group === 0 || !random.chance(0.04)) return null;
  const original = group - 1 - random.below(Math.min(group, 2000));
  return copyOf(seed, original) === null ? original : null;
}

/** Chooses a kind by its share; departments with more kinds sell more. */
function kindPicker(): (at: number) => CompiledKind {
  const kinds = departments.flatMap((department) => department.kinds.map((kind) => compileKind(department, kind)));
  const total = kinds.reduce((sum, { share }) => sum + share, 0);
  let sum = 0;
  const ends = kinds.map(({ share }) => (sum += share / total));
  return (at) => kinds[ends.findIndex((end) => at < end)] ?? kinds.at(-1)!;
}
