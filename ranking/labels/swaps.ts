import type { ShownProduct } from "../../src/domain/impression.ts";

/** A shown product whose place was, or could have been, changed at random with a neighbour's. */
export interface Swappable {
  /** Its index in `shown`. */
  readonly at: number;
  /** The place that the order gave it, from 1. */
  readonly place: number;
  /** Whether it stands elsewhere. */
  readonly swap: boolean;
}

/**
 * Reads the random swaps of neighbours back from the propensities (src/search/explore.ts): over all searches, what the
 * order put at a place is the same kind of product whether it was swapped or not. A product is only given when its
 * neighbours could be swapped as well, else those that can move up and those that cannot would differ. A search with any
 * other change gives none.
 */
export function swapsOf(
  shown: readonly Pick<ShownProduct, "position" | "score" | "propensity">[],
): readonly Swappable[] {
  const found: Swappable[] = [];
  for (let i = 0; i < shown.length; i += 1) {
    const here = shown[i]!;
    if (here.position < 1) continue;
    const next = shown[i + 1];
    if (here.propensity > moved) {
      if (isFree(shown[i - 1], here) && isFree(next, here)) found.push({ at: i, place: here.position, swap: false });
    } else if (
      next?.position === here.position + 1 &&
      next.propensity === here.propensity &&
      here.score <= next.score
    ) {
      const both = isFree(shown[i - 1], here) && isFree(shown[i + 2], next);
      if (both) {
        found.push({ at: i, place: next.position, swap: true }, { at: i + 1, place: here.position, swap: true });
      }
      i += 1;
    } else return [];
  }
  return found;
}

/** A swap's own probability is at most ¼; that of staying is more. */
const moved = 0.25;

/** A neighbour beyond the page, or not shown, does not count. */
function isFree(
  neighbour: Pick<ShownProduct, "position" | "propensity"> | undefined,
  here: Pick<ShownProduct, "position" | "propensity">,
): boolean {
  if (here.propensity >= 1) return false;
  return neighbour === undefined || neighbour.position < 1 || neighbour.propensity < 1;
}
