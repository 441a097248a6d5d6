import type { ProductWords } from "./product-words.ts";
import type { Trail } from "./trails.ts";
import { keyOf, sequencesOf, without, type Words } from "./words.ts";

/** What things are called, by the titles of the shop and by those who got to them. */
export interface ShopNames {
  /** Keys of those in a title. */
  readonly of: (group: string) => readonly string[];
  /** As titles have it most often; undefined for what is no name. */
  readonly text: (key: string) => string | undefined;
  /** Keys of brands: no names of things. */
  readonly brands: ReadonlySet<string>;
}

/** Distinct shoppers who said it and got to such a product; fewer may have copied a title. */
const LEAST_SAYERS = 2;
/** Of the searches that say it and led somewhere, those that say nothing else: "dog lead" is a thing, "dog" is half of one. */
const LEAST_ALONE = 0.15;
/** Of the searches that led to products with it in their title, those that said it: a kind of thing is said, a colour seldom. */
const LEAST_SAID = 0.25;

/**
 * Sequences of words in titles that are names of things, since they are what shoppers say who get to these products:
 * "frying pan", not "stainless steel frying".
 */
export function findNames(
  trails: readonly Trail[],
  products: ReadonlyMap<string, ProductWords>,
  words: Words,
): ShopNames {
  const sayers = new Map<string, Set<string>>();
  const said = new Map<string, { times: number; alone: number }>();
  for (const { shopper, searches } of trails) {
    for (const { text, clicked } of searches) {
      if (clicked.size === 0) continue;
      const terms = words.terms(text);
      for (const sequence of sequencesOf(terms, words)) {
        const key = keyOf(sequence, words);
        sayers.set(key, (sayers.get(key) ?? new Set()).add(shopper));
        const count = said.get(key) ?? { times: 0, alone: 0 };
        said.set(key, count);
        count.times += 1;
        if (sequence.length === terms.length) count.alone += 1;
      }
    }
  }
  const brands = new Set(
    [...products.values()].flatMap(({ brand }) => (brand.length === 0 ? [] : [keyOf(brand, words)])),
  );
  const inTitles = new Map<string, readonly string[]>();
  const written = new Map<string, Map<string, number>>();
  for (const [group, { title }] of products) {
    const keys = new Set<string>();
    for (const sequence of without(title, brands, words).flatMap((run) => sequencesOf(run, words))) {
      const key = keyOf(sequence, words);
      if ((sayers.get(key)?.size ?? 0) < LEAST_SAYERS) continue;
      keys.add(key);
      const forms = written.get(key) ?? new Map<string, number>();
      written.set(key, forms.set(sequence.join(" "), (forms.get(sequence.join(" ")) ?? 0) + 1));
    }
    inTitles.set(group, [...keys]);
  }
  const led = new Map<string, { to: number; said: number }>();
  for (const { searches } of trails) {
    for (const { text, clicked } of searches) {
      if (clicked.size === 0) continue;
      const searched = ` ${keyOf(words.terms(text), words)} `;
      for (const key of new Set([...clicked].flatMap((group) => inTitles.get(group) ?? []))) {
        const count = led.get(key) ?? { to: 0, said: 0 };
        led.set(key, count);
        count.to += 1;
        if (searched.includes(` ${key} `)) count.said += 1;
      }
    }
  }
  const isName = (key: string): boolean => {
    const [count, { times, alone }] = [led.get(key), said.get(key) ?? { times: 0, alone: 0 }];
    if (count === undefined || alone < LEAST_ALONE * times) return false;
    return count.said >= LEAST_SAYERS && count.said >= LEAST_SAID * count.to;
  };
  const names = new Map([...inTitles].map(([group, keys]) => [group, keys.filter(isName)]));
  return {
    brands,
    of: (group) => names.get(group) ?? [],
    text: (key) => (isName(key) ? [...(written.get(key) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] : undefined),
  };
}
