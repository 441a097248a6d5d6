import type { Exploration } from "./learning.ts";

/** One product of an order that may be explored. */
export interface Explorable {
  /** Products that may change places have the same; rules keep others apart. */
  readonly tier: string;
  /** New and little seen: may be shown higher than its score says. */
  readonly fresh: boolean;
}

export interface Explored {
  /** Indices into the given order, in the order to be shown. */
  readonly order: readonly number[];
  /** For each place of `order`, how probable it was that this product stands there. */
  readonly propensities: readonly number[];
}

/** Only so many first places are explored: further down hardly anyone looks. */
const depth = 24;
/** Of the explored searches, the share that shows a new product instead of swapping neighbours. */
const insertShare = 0.2;
/** Where a new product may be put, from 0. */
const insertAt = { first: 3, last: 9 };
const insertPlaces = insertAt.last - insertAt.first + 1;

/**
 * A small random change of an order whose probability is known, so that what position does can be told from what the
 * product does (swaps of neighbours, as FairPairs: Radlinski and Joachims 2006), and so that new products get a chance.
 *
 * In a share of searches either each pair of neighbours, odd or even ones, changes places with probability ½, or one new
 * product is moved up into the places 4 to 10.
 */
export function explore(items: readonly Explorable[], { share }: Exploration, random: () => number): Explored {
  const order = items.map((_, i) => i);
  if (share <= 0) return { order, propensities: items.map(() => 1) };
  const fresh = order.filter(
    (i) => i > insertAt.last && items[i]!.fresh && items[i]!.tier === items[insertAt.first]?.tier,
  );
  const shareOf = {
    swap: share * (fresh.length > 0 ? 1 - insertShare : 1),
    insert: fresh.length > 0 ? share * insertShare : 0,
  };

  const drawn = random();
  const shown =
    drawn < shareOf.swap
      ? swapped(items, random)
      : drawn < shareOf.swap + shareOf.insert
        ? inserted(order, fresh, random)
        : order;
  return { order: shown, propensities: shown.map((i, place) => probability(items, i, place, shareOf, fresh)) };
}

interface Shares {
  readonly swap: number;
  readonly insert: number;
}

/** How probable it is that the product at `i` of the given order stands at `place`, however it came there. */
function probability(
  items: readonly Explorable[],
  i: number,
  place: number,
  shareOf: Shares,
  fresh: readonly number[],
): number {
  const taken = fresh.includes(i) ? 1 / fresh.length : 0;
  const swaps = (first: number) => (canSwap(items, first) ? shareOf.swap / 4 : 0);
  if (place === i) return 1 - swaps(i - 1) - swaps(i) - shareOf.insert * (pushedDown(i, fresh) + taken);
  let sum = 0;
  if (place === i + 1) sum += swaps(i) + shareOf.insert * pushedDown(i, fresh);
  if (place === i - 1) sum += swaps(place);
  if (place >= insertAt.first && place <= insertAt.last) sum += (shareOf.insert * taken) / insertPlaces;
  return sum;
}

/** Whether `i` and the one after it may change places. */
function canSwap(items: readonly Explorable[], i: number): boolean {
  return i >= 0 && i + 1 < Math.min(items.length, depth) && items[i]!.tier === items[i + 1]!.tier;
}

/** Given an insertion, how probable it is that it goes above `i` and comes from below it. */
function pushedDown(i: number, fresh: readonly number[]): number {
  if (fresh.length === 0) return 0;
  const above = Math.min(Math.max(i - insertAt.first + 1, 0), insertPlaces) / insertPlaces;
  return (above * fresh.filter((each) => each > i).length) / fresh.length;
}

function swapped(items: readonly Explorable[], random: () => number): readonly number[] {
  const order = items.map((_, i) => i);
  for (let i = random() < 0.5 ? 0 : 1; i + 1 < Math.min(items.length, depth); i += 2) {
    if (canSwap(items, i) && random() < 0.5) [order[i], order[i + 1]] = [i + 1, i];
  }
  return order;
}

function inserted(order: readonly number[], fresh: readonly number[], random: () => number): readonly number[] {
  const from = fresh[Math.floor(random() * fresh.length)]!;
  const to = insertAt.first + Math.floor(random() * insertPlaces);
  const moved = [...order];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}
