import type { CatalogMapping } from "../domain/mapping.ts";
import type { ProductFacts } from "../domain/product-facts.ts";
import type { Product } from "../domain/product.ts";
import { createAnalyzer } from "./analyzer.ts";
import { jsonPlace } from "./json-reader.ts";
import { sourcesOf } from "./read-mapping.ts";
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
  return {
    titleField: field?.name ?? null,
    read(source, titleTerms) {
      const product = JSON.parse(source) as Product;
      const analyse = () => fieldTexts(product, mapping, field!.name).flatMap((text) => analyzer!.terms(text));
      return {
        titleTerms: titleTerms ?? (analyzer === null ? [] : analyse()),
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

/** Number fields that facts name themselves. */
const KNOWN: ReadonlySet<string> = new Set(["price", "list_price", "rating", "reviews", "in_stock", "created_at"]);
const NONE: ReadonlyMap<string, number> = new Map();

const ownNumbers = (product: Product, mapping: CatalogMapping): ReadonlyMap<string, number> =>
  new Map([...fieldNumbers(product, mapping)].filter(([name]) => !KNOWN.has(name)));

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
