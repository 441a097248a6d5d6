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
  /**
   * Whether each of the first places could be swapped like that of any other such search: none was kept from it by a
   * tier, and no new product was put in.
   */
  readonly comparable: boolean;
}

/** Only so many first places are explored: further down hardly anyone looks. */
const depth = 24;
/**
 * How far apart two swapped products stand. Neighbours alone would say little of how much less the tenth place is looked
 * at than the first: nine ratios, each with its error.
 */
const strides = [1, 2, 4, 8];
/** Of the explored searches, the share that may show a new product instead of swapping. */
const insertShare = 0.2;
/** Where a new product may be put, from 0. */
const insertAt = { first: 3, last: 9 };
const insertPlaces = insertAt.last - insertAt.first + 1;

/**
 * A small random change of an order whose probability is known, so that what position does can be told from what the
 * product does (swaps within pairs, as FairPairs: Radlinski and Joachims 2006), and so that new products get a chance.
 *
 * In a share of searches either disjoint pairs of products 1, 2, 4 or 8 places apart each change places with probability
 * ½, or one new product is moved up into the places 4 to 10.
 */
export function explore(items: readonly Explorable[], { share }: Exploration, random: () => number): Explored {
  const order = items.map((_, i) => i);
  if (share <= 0) return { order, propensities: items.map(() => 1), comparable: false };
  const fresh = order.filter(
    (i) => i > insertAt.last && items[i]!.fresh && items[i]!.tier === items[insertAt.first]?.tier,
  );
  // Swaps are as probable without a new product: else those of other searches could not be compared with them.
  const shareOf = { swap: share * (1 - insertShare), insert: fresh.length > 0 ? share * insertShare : 0 };

  const drawn = random();
  const inserts = drawn >= shareOf.swap && drawn < shareOf.swap + shareOf.insert;
  const shown = drawn < shareOf.swap ? swapped(items, random) : inserts ? inserted(order, fresh, random) : order;
  return {
    order: shown,
    propensities: shown.map((i, place) => probability(items, i, place, shareOf, fresh)),
    comparable: !inserts && items.slice(0, depth).every(({ tier }) => tier === items[0]!.tier),
  };
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
  // One of the strides, one of its two ways to make pairs, and heads or tails.
  const swaps = (first: number, stride: number) =>
    canSwap(items, first, stride) ? shareOf.swap / strides.length / 4 : 0;
  if (place === i) {
    const moved = strides.reduce((sum, stride) => sum + swaps(i - stride, stride) + swaps(i, stride), 0);
    return 1 - moved - shareOf.insert * (pushedDown(i, fresh) + taken);
  }
  let sum = strides.includes(Math.abs(place - i)) ? swaps(Math.min(i, place), Math.abs(place - i)) : 0;
  if (place === i + 1) sum += shareOf.insert * pushedDown(i, fresh);
  if (place >= insertAt.first && place <= insertAt.last) sum += (shareOf.insert * taken) / insertPlaces;
  return sum;
}

/** Whether `i` and the one so many places after it may change places. */
function canSwap(items: readonly Explorable[], i: number, stride: number): boolean {
  return i >= 0 && i + stride < Math.min(items.length, depth) && items[i]!.tier === items[i + stride]!.tier;
}

/** Given an insertion, how probable it is that it goes above `i` and comes from below it. */
function pushedDown(i: number, fresh: readonly number[]): number {
  if (fresh.length === 0) return 0;
  const above = Math.min(Math.max(i - insertAt.first + 1, 0), insertPlaces) / insertPlaces;
  return (above * fresh.filter((each) => each > i).length) / fresh.length;
}

function swapped(items: readonly Explorable[], random: () => number): readonly number[] {
  const order = items.map((_, i) => i);
  const stride = strides[Math.floor(random() * strides.length)]!;
  const from = random() < 0.5 ? 0 : stride;
  for (let i = from; i + stride < Math.min(items.length, depth); i += 1) {
    // Blocks of one stride are firsts and seconds by turns.
    if (Math.floor((i - from) / stride) % 2 === 1) continue;
    if (canSwap(items, i, stride) && random() < 0.5) [order[i], order[i + stride]] = [i + stride, i];
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
