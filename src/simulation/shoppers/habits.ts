import { type WordPair, wordPairs } from "../word-pairs.ts";

/**
 * How the simulated shoppers behave, with reasons. Set before any learned order was measured, and not changed to make one
 * look better: whoever changes a number here makes all figures of bench `learning` new.
 */
export interface Habits {
  readonly queries: Readonly<Record<QueryForm, number>>;
  /** Of noun phrases, where the kind has such a word. */
  readonly synonymShare: number;
  /** The words of shoppers that they know. */
  readonly wordPairs: readonly WordPair[];
  readonly broadShare: number;
  /** Of queries with a word of five letters or more. */
  readonly typoShare: number;
  /** Kinds by popularity: demand of the k-th is 1 / k^this. */
  readonly demandExponent: number;
  /** How far seasons move a kind's demand up and down. */
  readonly seasonSwing: number;
  /** Of sessions, by someone who was here before. */
  readonly returningShare: number;
  readonly mobileShare: number;
  /** Of shoppers: no token of theirs is sent, only the session's. */
  readonly anonymousShare: number;
  readonly click: { readonly eager: number; readonly stray: number; readonly noise: number };
  readonly liking: Liking;
  readonly compare: { readonly noise: number; readonly cartBar: number; readonly buyShare: number };
  /** Of purchases: not in this session but one to six days later. */
  readonly laterShare: number;
  /** Of purchases that come later: the shop no longer knows which search led to them. */
  readonly lostQueryShare: number;
  readonly returnShare: { readonly least: number; readonly disliked: number };
  /** After a page that led to no purchase. */
  readonly afterwards: { readonly reformulate: number; readonly nextPage: number };
  /** Of sessions, those that look for two or three things. */
  readonly severalIntents: number;
}

export type QueryForm = "noun" | "attribute" | "brand_noun" | "brand" | "product" | "none";

/** Weights of a liking on the scale of a logit; every part has about unit variance. */
export interface Liking {
  readonly usual: number;
  readonly quality: number;
  readonly brandAppeal: number;
  readonly personalBrand: number;
  readonly picture: number;
  /** Of the squared distance from the price wished, in deviations of the kind's log prices, over `priceWidth`. */
  readonly price: number;
  readonly priceWidth: number;
  readonly discount: number;
  readonly trend: number;
}

export const usualHabits: Habits = {
  // Published logs of shops have most traffic on bare product types, a quarter with an attribute, a tenth with a brand,
  // under a tenth naming one product; 2 % ask for what a shop does not sell.
  queries: { noun: 0.46, attribute: 0.25, brand_noun: 0.13, brand: 0.06, product: 0.08, none: 0.02 },
  synonymShare: 0.18,
  wordPairs,
  broadShare: 0.15,
  // One query in ten to fifteen is mistyped in published logs.
  typoShare: 0.08,
  demandExponent: 0.9,
  seasonSwing: 0.5,
  returningShare: 0.4,
  mobileShare: 0.55,
  anonymousShare: 0.1,
  // A product that fits and appeals is clicked in about four of ten examinations, one that does not in one of a hundred:
  // most examined products are not clicked, and one click in ten to twenty is a slip.
  click: { eager: 0.55, stray: 0.012, noise: 1 },
  // The parts of a liking: quality counts most, and most of it shows in no field (hidden-liking.ts: rating and reviews
  // carry a quarter of its variance); a brand's general appeal and how it suits this person about a half and two thirds
  // of that; pictures move clicks more than satisfaction. Personal and price parts average out over shoppers.
  liking: {
    usual: -0.6,
    quality: 1,
    brandAppeal: 0.5,
    personalBrand: 0.7,
    picture: 0.2,
    price: 0.45,
    priceWidth: 0.8,
    discount: 0.1,
    trend: 0.3,
  },
  // A product page tells more than a result, not everything: the noise is as large as the spread between good and very good.
  compare: { noise: 0.15, cartBar: 0.5, buyShare: 0.45 },
  laterShare: 0.3,
  lostQueryShare: 0.4,
  returnShare: { least: 0.03, disliked: 0.2 },
  afterwards: { reformulate: 0.3, nextPage: 0.12 },
  severalIntents: 0.35,
};

export type Device = "mobile" | "desktop";

/** The positions someone may come to: a phone's shoppers give up earlier. */
const deepest: Readonly<Record<Device, number>> = { mobile: 12, desktop: 24 };

/**
 * The true position-bias curve: the share of searches whose shopper looks at this position, if the device goes so deep.
 * A page is scanned from the top, so who looks at a position has looked at all before it. 1/rank^0.7 is what studies of
 * result pages find (Joachims and others 2017) and what Metarank was measured with.
 */
export function examination(position: number): number {
  return position ** -0.7;
}

/** How deep someone scans. @param luck in [0, 1) */
export function scanDepth(luck: number, device: Device): number {
  // examination(depth) ≥ 1 − luck for the last position that is looked at.
  return Math.min(deepest[device], Math.floor((1 - luck) ** (-1 / 0.7) + 1e-9));
}
