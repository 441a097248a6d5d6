import type { IndexDocument } from "../src/domain/document.ts";
import type { CatalogMapping } from "../src/domain/mapping.ts";
import { seededRandom } from "../ranking/metrics/random.ts";

/** The fields that are searched, with their weights. */
export const searched = [
  { name: "title", weight: 3 },
  { name: "brand_text", weight: 2 },
  { name: "attributes_text", weight: 1 },
  { name: "description", weight: 0.5 },
] as const;

export const mapping: CatalogMapping = {
  text: searched.map((field) => ({ ...field, analyzer: "text" })),
  keywords: ["brand", "categories", "attributes"].map((name) => ({ name, normalizer: null })),
  numbers: [
    { name: "price", type: "double" },
    { name: "in_stock", type: "boolean" },
  ],
  facets: ["categories", "brand", "price"],
  identifiers: [],
  language: "english",
  body: {},
};

export interface Corpus {
  readonly documents: readonly IndexDocument[];
  /** Query word lists, taken from titles of documents. */
  readonly queries: readonly (readonly string[])[];
  /** All words, most frequent first. */
  readonly vocabulary: readonly string[];
}

/** Words follow Zipf's law; a title names its product, a description repeats some of it among common words. */
export function makeCorpus(products: number, queries: number, seed: number): Corpus {
  const random = seededRandom(seed);
  const vocabulary = words(Math.min(60_000, products), random);
  const zipf = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1]!;
  const pick = (count: number, draw: () => string) => Array.from({ length: count }, draw);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const brands = words(2000, random);
  const kinds = words(300, random);
  const colours = words(24, random);

  const documents = Array.from({ length: products }, (_, i): IndexDocument => {
    const brand = brands[Math.floor(brands.length * random() ** 2)]!;
    const kind = Math.floor(kinds.length * random() ** 2);
    const [colour, size] = [colours[Math.floor(random() * 24)]!, `${between(30, 60)}`];
    const title = [brand, ...pick(between(4, 9), zipf), kinds[kind]!];
    const description = [...pick(between(15, 35), zipf), ...title.slice(2, 5), kinds[kind]!];
    const [department, aisle] = [`D${kind % 12}`, `A${kind % 60}`];
    return {
      id: `p${String(i).padStart(7, "0")}`,
      // Every tenth product has a variant next to it.
      group: `p${String(i % 10 === 1 ? i - 1 : i).padStart(7, "0")}`,
      text: {
        title: [title.join(" ")],
        brand_text: [brand],
        attributes_text: [`${colour} ${size}`],
        description: [description.join(" ")],
      },
      keywords: {
        brand: [brand],
        categories: [department, `${department} > ${aisle}`, `${department} > ${aisle} > ${kinds[kind]!}`],
        attributes: [`colour=${colour}`, `size=${size}`],
      },
      numbers: { price: Math.round(random() ** 3 * 100_000) / 100, in_stock: random() < 0.8 ? 1 : 0 },
      source: `{"id":"${i}"}`,
    };
  });

  return {
    documents,
    vocabulary,
    queries: Array.from({ length: queries }, () => {
      const title = documents[Math.floor(random() * products)]!.text["title"]![0]!.split(" ");
      return [...new Set(pick(between(1, 4), () => title[Math.floor(random() * title.length)]!))];
    }),
  };
}

function words(count: number, random: () => number): string[] {
  const syllables = ["ba", "co", "di", "fe", "ga", "lo", "mi", "nu", "pre", "ra", "so", "ti", "ve", "wo", "za", "stre"];
  const found = new Set<string>();
  while (found.size < count) {
    const length = 2 + Math.floor(random() * 3);
    found.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]!).join(""));
  }
  return [...found];
}
