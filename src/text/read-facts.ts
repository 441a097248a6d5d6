import type { CatalogMapping } from "../domain/mapping.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import type { Product } from "../domain/product.ts";
import { foldToAscii } from "./ascii-folding.ts";
import { createAnalyzer } from "./analyzer.ts";
import { jsonPlace } from "./json-reader.ts";
import { sourcesOf } from "./read-mapping.ts";
import { isLanguage } from "./stem.ts";
import { stopWords } from "./stop-words.ts";
import { fieldNumbers, fieldTexts } from "./to-document.ts";

/** What ranking knows of a product: the same whichever engine found it. */
export interface FactsReader {
  /** The text field that holds titles; null when the mapping has none. */
  readonly titleField: string | null;
  /** @param titleTerms the terms of that field, when they are known already: analysing takes most of the time */
  read(source: string, titleTerms?: readonly string[]): ProductFacts;
}

/** @param source a product as JSON, as it was stored */
export const readFacts = (source: string, mapping: CatalogMapping): ProductFacts => factsReader(mapping).read(source);

/** One a mapping. */
export const factsReader = (mapping: CatalogMapping): FactsReader => {
  let reader = readers.get(mapping);
  if (reader === undefined) readers.set(mapping, (reader = createReader(mapping)));
  return reader;
};

const readers = new WeakMap<CatalogMapping, FactsReader>();

const createReader = (mapping: CatalogMapping): FactsReader => {
  const field = titleFieldOf(mapping);
  const analyzer = field === undefined ? null : createAnalyzer(mapping.body, field.analyzer);
  const hasOwnNumbers = mapping.numbers.some(({ name }) => !KNOWN.has(name));
  const strings = createInterner();
  const linking = stopWords(isLanguage(mapping.language) ? mapping.language : "english");
  return {
    titleField: field?.name ?? null,
    read(source, titleTerms) {
      const product = JSON.parse(source) as Product;
      const analyse = () => fieldTexts(product, mapping, field!.name).flatMap((text) => analyzer!.terms(text));
      const terms = titleTerms ?? (analyzer === null ? [] : analyse());
      return {
        titleTerms: terms,
        titlePhrase: phraseLength(product.title, terms, linking),
        brand: textOf(product.brand, strings),
        category: categoryOf(product.categories, strings),
        price: numberOf(product.price),
        listPrice: numberOf(product.list_price),
        rating: numberOf(product.rating),
        reviews: numberOf(product.reviews),
        inStock: typeof product.in_stock === "boolean" ? product.in_stock : null,
        createdAtMs: typeof product.created_at === "string" ? numberOf(Date.parse(product.created_at)) : null,
        descriptionLength: typeof product.description === "string" ? product.description.length : 0,
        hasImage: typeof product.image === "string" && product.image !== "",
        numbers: hasOwnNumbers ? ownNumbers(product, mapping) : NONE,
      };
    },
  };
};

/** The field of that name, else the first that is made from titles. */
const titleFieldOf = (mapping: CatalogMapping): CatalogMapping["text"][number] | undefined => {
  const properties = jsonPlace(mapping.body).at("mappings").at("properties");
  return (
    mapping.text.find(({ name }) => name === "title") ??
    mapping.text.find(({ name }) => sourcesOf(properties.at(name), name).includes("title"))
  );
};

const phraseLength = (title: unknown, terms: readonly string[], linking: ReadonlySet<string>): number => {
  let end = terms.findIndex((term, i) => i > 0 && linking.has(term));
  if (end === -1) end = terms.length;
  const cut = typeof title === "string" ? title.search(PHRASE_END) : -1;
  if (cut <= 0) return end;
  // The last word before the cut, found among the terms: cutting that part into terms again would cost more than the rest.
  const word = /(\p{L}+)[^\p{L}]*$/u.exec((title as string).slice(0, cut))?.[1];
  const place = word === undefined ? -1 : terms.indexOf(foldToAscii(word.toLowerCase()));
  return place === -1 ? end : Math.min(end, place + 1);
};

/** Not the comma of 15,6 nor the dash of a model number. */
const PHRASE_END = /[,;:](?=\s)|[([{|/–—]|\s-\s/u;

/** Number fields that facts name themselves. */
const KNOWN: ReadonlySet<string> = new Set(["price", "list_price", "rating", "reviews", "in_stock", "created_at"]);
const NONE: ReadonlyMap<string, number> = new Map();

/** Each field, known or not, so that the same one is in the same place for all products. */
const ownNumbers = (product: Product, mapping: CatalogMapping): ReadonlyMap<string, number> => {
  const known = fieldNumbers(product, mapping);
  const own = mapping.numbers.filter(({ name }) => !KNOWN.has(name));
  return new Map(own.map(({ name }) => [name, known.get(name) ?? NaN]));
};

const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const textOf = (value: unknown, strings: Interner): string | null => {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : strings(text);
};

const categoryOf = (value: unknown, strings: Interner): string | null => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== "string") return null;
  const levels = first
    .split(">")
    .map((level) => level.trim())
    .filter((level) => level !== "");
  return levels.length === 0 ? null : strings(levels.join(" > "));
};

type Interner = (text: string) => string;

/** One string for all that are equal: facts are kept by the hundred thousand, and compared by their brand and category. */
const createInterner = (): Interner => {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MOST_INTERNED) known.clear();
    known.set(text, text);
    return text;
  };
};

const MOST_INTERNED = 50_000;
