import type { AttributeValue } from "../../domain/product.ts";
import type { Habits } from "./habits.ts";
import type { Hidden, HiddenOf } from "./hidden-liking.ts";
import type { Intent, Want } from "./intent.ts";
import type { Item } from "./shelf.ts";

export interface Taste {
  readonly habits: Habits;
  readonly hiddenOf: HiddenOf;
}

/**
 * How well a product serves an intent, 0 to 1: what its buyer would think of it after a month. Hidden from everything but
 * shoppers' experience and the evaluator.
 */
export function trueUtility(intent: Intent, item: Item, nowMs: number, { habits, hiddenOf }: Taste): number {
  const fit = fitOf(intent, item);
  if (fit === 0) return 0;
  const { liking } = habits;
  const hidden = hiddenOf(item.group);
  const z =
    liking.usual +
    liking.quality * hidden.quality +
    liking.brandAppeal * hidden.brandAppeal +
    liking.personalBrand * suits(intent, hidden) +
    liking.picture * hidden.picture +
    priceTerm(intent, item, habits) +
    (item.discounted ? liking.discount : 0) +
    liking.trend * trendOf(hidden, nowMs);
  return fit * stockFactor(item) * logistic(z);
}

/** The chance that someone who looks at it among the results opens it. @param luck about normal: what is in nobody's hands */
export function clickChance(
  intent: Intent,
  item: Item,
  nowMs: number,
  luck: number,
  { habits, hiddenOf }: Taste,
): number {
  const { click, liking } = habits;
  const hidden = hiddenOf(item.group);
  // Pictures, stars, price and brand are seen; quality only as far as stars tell.
  const stars = item.rating === null ? -0.2 : (item.rating - 4.25) / 0.4;
  const z =
    liking.usual +
    0.35 * Math.max(-2.5, Math.min(2.5, stars)) +
    0.1 * Math.max(-2, Math.min(2, (Math.log(1 + item.reviews) - 1.8) / 1.6)) +
    liking.brandAppeal * hidden.brandAppeal +
    liking.personalBrand * suits(intent, hidden) +
    0.7 * hidden.picture +
    priceTerm(intent, item, habits) +
    (item.discounted ? 0.3 : 0) +
    liking.trend * trendOf(hidden, nowMs) +
    click.noise * luck;
  return click.stray + click.eager * fitOf(intent, item) ** 0.7 * logistic(z);
}

/** Is it the kind of thing, with what was wanted: 0 to 1. An accessory or a cousin of the thing is worth little. */
export function fitOf(intent: Intent, item: Item): number {
  const { group } = item;
  let fit = 1;
  if (intent.targets.length > 0 && !intent.targets.includes(group)) {
    const [target] = intent.targets;
    if (target!.kind !== group.kind) return 0;
    fit = target!.brand === group.brand ? 0.4 : 0.15;
  }
  if (intent.kind !== null && intent.kind !== group.kind) fit *= kinship(intent.kind.path, group.kind.path);
  if (intent.brand !== null && intent.brand !== group.brand) fit *= 0.35;
  for (const want of intent.wants) {
    if (fit === 0) return 0;
    fit *= wantFit(want, item);
  }
  return fit;
}

function kinship(a: readonly string[], b: readonly string[]): number {
  if (a[0] !== b[0]) return 0;
  return a[1] === b[1] && a.length > 2 ? 0.25 : 0.03;
}

function wantFit({ trait, value, strict }: Want, { attributes, group }: Item): number {
  const own = attributes.get(trait);
  if (own === value) return 1;
  // Another variant has it: one more choice on the product's page.
  if (group.attributes.get(trait)?.has(value) === true) return 0.95;
  if (own === undefined) return strict ? 0.4 : 0.75;
  return Math.max(strict ? 0.12 : 0.6, closeness(own, value));
}

/** 16 inches are nearly 15.6. */
function closeness(own: AttributeValue, wanted: AttributeValue): number {
  if (typeof own !== "number" || typeof wanted !== "number" || own <= 0 || wanted <= 0) return 0;
  return Math.exp(-((Math.log(own / wanted) / 0.2) ** 2));
}

function suits(intent: Intent, { manner }: Hidden): number {
  const { taste } = intent.shopper;
  return (taste[0] * manner[0] + taste[1] * manner[1] + taste[2] * manner[2]) / Math.sqrt(3);
}

function priceTerm(intent: Intent, item: Item, { liking }: Habits): number {
  const distance = (item.pricePlace - intent.pricePlace) / liking.priceWidth;
  // Too dear is worse than too cheap.
  return -liking.price * Math.min(6, (distance > 0 ? 1.2 : 0.8) * distance ** 2);
}

/** Fashions come and go within half a year. */
function trendOf({ phase }: Hidden, nowMs: number): number {
  return Math.SQRT2 * Math.sin(phase + (nowMs / (182 * 86_400_000)) * 2 * Math.PI);
}

function stockFactor({ inStock, group }: Item): number {
  if (inStock) return 1;
  return group.items.some((other) => other.inStock) ? 0.8 : 0.2;
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
