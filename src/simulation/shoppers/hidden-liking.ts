import { createRandom, mixSeeds } from "../random.ts";
import type { Group } from "./shelf.ts";

/** What is true of a product and stands in no field of it. Each about normal, mean 0, deviation 1. */
export interface Hidden {
  /** How much those who have it like it. */
  readonly quality: number;
  /** How its picture draws the eye. */
  readonly picture: number;
  /** Appeal of its brand to everyone. */
  readonly brandAppeal: number;
  /** Manner of its brand, along three directions; shoppers have tastes along the same. */
  readonly manner: readonly [number, number, number];
  /** Where its fashion stands in its slow wave, in radians. */
  readonly phase: number;
}

/** Known to shoppers' experience and to the evaluator; to nobody else. */
export type HiddenOf = (group: Group) => Hidden;

/** A rating tells half of the quality where many have spoken, less where few have, and many reviews a little more. */
const byRating = 0.45;
const byReviews = 0.2;

export function hiddenLiking(seed: number): HiddenOf {
  const known = new WeakMap<Group, Hidden>();
  return (group) => {
    let hidden = known.get(group);
    if (hidden === undefined) known.set(group, (hidden = makeHidden(group, seed)));
    return hidden;
  };
}

function makeHidden(group: Group, seed: number): Hidden {
  const own = createRandom(mixSeeds(seed, 101, hashText(group.id)));
  const brand = createRandom(mixSeeds(seed, 102, hashText(`${group.brand}\n${group.kind.path[0]!}`)));
  const [shown] = group.items;
  const { rating, reviews } = shown!;
  const trust = reviews / (reviews + 8);
  const told = rating === null ? 0 : Math.max(-2.5, Math.min(2.5, (rating - 4.25) / 0.4)) * Math.sqrt(trust);
  const voices = Math.max(-2, Math.min(2, (Math.log(1 + reviews) - 1.8) / 1.6));
  const rest = Math.sqrt(1 - byRating ** 2 - byReviews ** 2);
  return {
    quality: byRating * told + byReviews * voices + rest * own.normal(),
    picture: own.normal(),
    brandAppeal: brand.normal(),
    manner: [brand.normal(), brand.normal(), brand.normal()],
    phase: own.next() * 2 * Math.PI,
  };
}

/** FNV-1a over UTF-16 units. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
