import { createHash } from "node:crypto";
import type { JsonValue } from "../domain/json.ts";
import { generatedField } from "../domain/enrichment.ts";
import type { Product } from "../domain/product.ts";
import { fold } from "../text/fold.ts";

/** One thing that a product's own data say. */
export interface Fact {
  readonly kind: "title" | "brand" | "category" | "attribute" | "description";
  /** An attribute's name in words; else the kind. */
  readonly label: string;
  readonly value: string;
}

/** All that a text about a product may be written from; nothing that changes from day to day, such as a price. */
export interface ProductFactsSheet {
  readonly facts: readonly Fact[];
  /** Attributes that say of themselves that the product has them not, or that nothing is known: `touch screen: no`. */
  readonly lacks: readonly string[];
  /** Changes when a text written from them may no longer hold. */
  readonly hash: string;
}

/** @param product as stored; what a model has added to it is left aside */
export function readFactsSheet(product: Product): ProductFactsSheet {
  const facts = [
    ...one("title", product.title, 300),
    ...one("brand", product.brand, 100),
    ...listOf(product.categories)
      .slice(0, 3)
      .flatMap((path) => one("category", path, 200)),
    ...attributesOf(product.attributes),
    ...one("description", product.description, 1000),
  ];
  const lacks = lacksOf(product.attributes);
  const said = lacks.length === 0 ? facts : [facts, lacks];
  const hash = createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 22);
  return { facts, lacks, hash };
}

/** The product without what a model has added. */
export function ownPart(product: Product): Product {
  if (product[generatedField] === undefined) return product;
  const { [generatedField]: _, ...own } = product;
  return own;
}

/** A line a fact, for people: `colour: red`. */
export const factLines = ({ facts }: ProductFactsSheet): readonly string[] =>
  facts.map(({ label, value }) => `${label}: ${value}`);

/** Without tags, entities and characters that nobody sees; on one line. */
export const plainText = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/<!--.*?-->|<[a-z/!][^<>]{0,1000}>/gisu, " ")
    .replaceAll(/&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});/giu, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\s]+/gu, " ")
    .trim();

const MOST_ATTRIBUTES = 40;
const MOST_VALUES = 10;

const attributesOf = (value: JsonValue | undefined): readonly Fact[] => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .slice(0, MOST_ATTRIBUTES)
    .flatMap(([name, values]) => {
      const label = labelOf(name);
      const said = listOf(values)
        .filter((each) => !isNothing(each))
        .slice(0, MOST_VALUES);
      return said.flatMap((each) => one("attribute", each === true ? "yes" : each, 200, label));
    });
};

/** However many attributes there are: of what it lacks no text may speak. */
const lacksOf = (value: JsonValue | undefined): readonly string[] => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, values]) => {
    const said = listOf(values);
    return said.length > 0 && said.every(isNothing) ? [labelOf(name)] : [];
  });
};

const labelOf = (name: string): string => plainText(name.replaceAll("_", " ")).slice(0, 60);

/** What a product is not or has not says nothing that may be written. */
const isNothing = (value: JsonValue): boolean =>
  value === false || value === null || (typeof value === "string" && NOTHING.has(fold(value.trim())));

const NOTHING: ReadonlySet<string> = new Set(
  "|-|n/a|na|none|no|false|not|without|unknown|not applicable|nein|keine|keiner|ohne|non|aucun|sans|sin|ninguno|geen|nee|nessuno|nej|0".split("|"), // prettier-ignore
);

const one = (kind: Fact["kind"], value: unknown, longest: number, label: string = kind): readonly Fact[] => {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const text = plainText(String(value)).slice(0, longest).toWellFormed();
  return text === "" ? [] : [{ kind, label, value: text }];
};

const listOf = (value: unknown): readonly JsonValue[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly JsonValue[]) : [value as JsonValue];
