import { seededRandom, shuffled } from "../../../ranking/metrics/random.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Product } from "../../domain/product.ts";
import type { SynonymRule } from "../../query/synonyms.ts";

export interface ParityQuery {
  readonly kind: "judged" | "typo" | "prefix" | "synonym" | "filter";
  readonly text: string;
  readonly filters: readonly Filter[];
}

/** How many are made of each kind, beside the judged ones: 165. */
const made = { typo: 45, prefix: 40, synonym: 35, filter: 45 } as const;

/** Queries that exercise everything a query may mean, the same for the same seed. */
export function parityQueries(
  judged: readonly string[],
  products: readonly Product[],
  synonyms: readonly SynonymRule[],
  seed: number,
): readonly ParityQuery[] {
  const random = seededRandom(seed);
  const some = <T>(all: readonly T[], count: number): readonly T[] => shuffled(all, random).slice(0, count);
  const plain =
    (kind: ParityQuery["kind"]) =>
    (text: string): ParityQuery => ({ kind, text, filters: [] });
  const titles = some(products, 400).map(({ title }) => title.split(" ").slice(0, 3).join(" "));
  const texts = [...judged, ...titles].filter((text) => /[a-z]{5}/i.test(text));
  return [
    ...judged.map(plain("judged")),
    ...some(texts, made.typo).map((text) => plain("typo")(misspelt(text, random))),
    ...some(texts, made.prefix).map((text) => plain("prefix")(cut(text, random))),
    ...some(namesOf(synonyms), made.synonym).map(plain("synonym")),
    ...some(judged, made.filter).map((text) => ({
      kind: "filter" as const,
      text,
      filters: some(filtersOf(products[Math.floor(random() * products.length)]!), 1 + Math.floor(random() * 2)),
    })),
  ];
}

/** Two neighbours swapped, or a letter left out, in one of the long words. */
function misspelt(text: string, random: () => number): string {
  const words = text.split(" ");
  const long = words.map((word, i) => (/^[a-z]{5,}$/i.test(word) ? i : -1)).filter((i) => i !== -1);
  const chosen = long[Math.floor(random() * long.length)];
  if (chosen === undefined) return `${text.slice(0, 2)}${text.slice(3)}`;
  const word = words[chosen]!;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  words[chosen] = random() < 0.5 ? swapped : word.slice(0, at) + word.slice(at + 1);
  return words.join(" ");
}

/** As it stands while the last word is being typed. */
function cut(text: string, random: () => number): string {
  const last = text.slice(text.lastIndexOf(" ") + 1);
  const kept = Math.min(last.length, 2 + Math.floor(random() * Math.max(1, last.length - 2)));
  return text.slice(0, text.length - last.length + kept);
}

function namesOf(synonyms: readonly SynonymRule[]): readonly string[] {
  return [...new Set(synonyms.flatMap(({ from }) => from))];
}

/** Choices that leave at least this product. */
function filtersOf({ brand, categories, price, attributes = {} }: Product): readonly Filter[] {
  const [attribute] = Object.entries(attributes);
  return [
    ...(brand === undefined ? [] : [{ kind: "terms" as const, field: "brand", values: [brand] }]),
    ...(categories?.[0] === undefined
      ? []
      : [{ kind: "terms" as const, field: "categories", values: [categories[0].split(" > ")[0]!] }]),
    ...(price === undefined ? [] : [{ kind: "range" as const, field: "price", gte: price / 3, lt: price * 3 }]),
    ...(attribute === undefined
      ? []
      : [{ kind: "terms" as const, field: `attributes.${attribute[0]}`, values: [String(attribute[1][0])] }]),
    { kind: "not", filter: { kind: "exists", field: "list_price" } },
  ];
}
