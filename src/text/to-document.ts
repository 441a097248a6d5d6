import type { IndexDocument } from "../domain/document.ts";
import { generatedField } from "../domain/enrichment.ts";
import type { CatalogMapping, NumberField } from "../domain/mapping.ts";
import type { JsonValue } from "../domain/json.ts";
import type { Product } from "../domain/product.ts";
import { compose } from "./compose.ts";
import { jsonPlace } from "./json-reader.ts";
import { createNormalizers } from "./normalizers.ts";
import { sourcesOf } from "./read-mapping.ts";

/**
 * What is indexed of a product: the mapping's fields, flat.
 *
 * - `categories` as keywords holds each path and all its ancestors; as text each level's name once.
 * - `attributes` as keywords holds `name=value`; as text the values, and the names of those that are true.
 * - What a language model has written (`winnow_generated`) is searched as if the shop had said it, after what it says.
 * - `group_id` as a keyword is the product's id when it has none.
 *
 * Elasticsearch gets `{ ...text, ...keywords, ...numbers, source }`, with booleans for the 0 and 1 of boolean fields.
 */
export const toDocument = (product: Product, mapping: CatalogMapping): IndexDocument => {
  const shape = shapeOf(mapping);
  const group = product.group_id ?? product.id;
  const text: Record<string, readonly string[]> = {};
  const keywords: Record<string, readonly string[]> = {};
  const numbers: Record<string, number> = {};
  for (const { name, sources } of shape.text) {
    const texts = sources.flatMap((source) => allTextsOf(source, product));
    if (texts.length > 0) text[name] = texts;
  }
  for (const { name, sources, normalize } of shape.keywords) {
    const values = sources
      .flatMap((source) => [
        ...keywordsOf(source, source === "group_id" ? group : product[source]),
        ...keywordsOf(source, generatedOf(source, product)),
      ])
      .map(normalize)
      .filter((value) => value !== "" && value.length <= LONGEST_KEYWORD);
    if (values.length > 0) keywords[name] = [...new Set(values)];
  }
  for (const field of shape.numbers) {
    const value = numberOf(product, field);
    if (value !== undefined) numbers[field.name] = value;
  }
  return { id: product.id, group, text, keywords, numbers, source: JSON.stringify(product) };
};

/** The texts that one text field of the mapping holds of a product. */
export const fieldTexts = (product: Product, mapping: CatalogMapping, field: string): readonly string[] =>
  shapeOf(mapping)
    .text.filter(({ name }) => name === field)
    .flatMap(({ sources }) => sources.flatMap((source) => allTextsOf(source, product)));

/** Number field → what the mapping's field holds of a product; absent when it lacks it. */
export const fieldNumbers = (product: Product, mapping: CatalogMapping): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  for (const field of shapeOf(mapping).numbers) {
    const value = numberOf(product, field);
    if (value !== undefined) numbers.set(field.name, value);
  }
  return numbers;
};

const numberOf = (product: Product, { sources, type }: Shape["numbers"][number]): number | undefined => {
  for (const source of sources) {
    const [value] = numbersOf(product[source], type);
    if (value !== undefined) return value;
  }
  return undefined;
};

/** In UTF-16 units; longer values are not filtered by. Elasticsearch refuses keywords above 32,766 bytes. */
const LONGEST_KEYWORD = 1024;

const allTextsOf = (source: string, product: Product): readonly string[] => {
  const own = textsOf(source, product[source]);
  const generated = generatedOf(source, product);
  return generated === undefined ? own : [...own, ...textsOf(source, generated)];
};

/** What a model has written of it, where a model may write. */
const generatedOf = (source: string, product: Product): JsonValue | undefined => {
  if (source !== "description" && source !== "attributes") return undefined;
  const generated = product[generatedField];
  return isObject(generated) ? generated[source] : undefined;
};

const textsOf = (source: string, value: JsonValue | undefined): readonly string[] => {
  if (source === "categories") return [...new Set(scalarsOf(value).flatMap((path) => levels(clean(path))))];
  if (source !== "attributes" || !isObject(value)) return scalarsOf(value).map(clean).filter(isNotEmpty);
  return Object.entries(value)
    .flatMap(([name, values]) => {
      const named = listOf(values).includes(true) ? [name.replaceAll("_", " ")] : [];
      return [...named, ...scalarsOf(values)];
    })
    .map(clean)
    .filter(isNotEmpty);
};

/** Not yet normalised. */
const keywordsOf = (source: string, value: JsonValue | undefined): readonly string[] => {
  if (source === "categories") return scalarsOf(value).flatMap(ancestors);
  if (source !== "attributes" || !isObject(value)) return listOf(value).filter(isScalar).map(String);
  return Object.entries(value).flatMap(([name, values]) =>
    listOf(values)
      .filter(isScalar)
      .map((each) => String(each).trim())
      .filter(isNotEmpty)
      .map((each) => `${name.trim()}=${each}`),
  );
};

/** One number, or none when the value is not of the field's type. */
const numbersOf = (value: JsonValue | undefined, type: NumberField["type"]): readonly number[] => {
  const number =
    type === "boolean"
      ? typeof value === "boolean"
        ? Number(value)
        : NaN
      : type === "date" && typeof value === "string"
        ? Date.parse(value)
        : typeof value === "number"
          ? value
          : NaN;
  if (!Number.isFinite(number)) return [];
  return [type === "double" ? number : Math.trunc(number)];
};

const levels = (path: string): string[] =>
  path
    .split(">")
    .map((level) => level.trim())
    .filter(isNotEmpty);

const ancestors = (path: string): string[] => levels(path).map((_, index, all) => all.slice(0, index + 1).join(" > "));

/** As both engines get it, ready to be analysed. */
const clean = (text: string): string => compose(text.toWellFormed()).trim();

const isNotEmpty = (text: string): boolean => text !== "";

const scalarsOf = (value: JsonValue | undefined): readonly string[] =>
  listOf(value)
    .filter((each) => typeof each === "string" || typeof each === "number")
    .map(String);

const isScalar = (value: JsonValue): value is string | number | boolean => value !== null && typeof value !== "object";

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly JsonValue[]) : [value];

const isObject = (value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Shape {
  readonly text: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly keywords: readonly {
    readonly name: string;
    readonly sources: readonly string[];
    readonly normalize: (value: string) => string;
  }[];
  readonly numbers: readonly {
    readonly name: string;
    readonly sources: readonly string[];
    readonly type: NumberField["type"];
  }[];
}

/** What is worked out once a mapping, since it is asked for every product of an import. */
const shapes = new WeakMap<CatalogMapping, Shape>();

const shapeOf = (mapping: CatalogMapping): Shape => {
  const known = shapes.get(mapping);
  if (known !== undefined) return known;
  const properties = jsonPlace(mapping.body).at("mappings").at("properties");
  const sources = (name: string) => sourcesOf(properties.at(name), name);
  const normalizers = createNormalizers(mapping);
  const shape: Shape = {
    text: mapping.text.map(({ name }) => ({ name, sources: sources(name) })),
    keywords: mapping.keywords.map(({ name }) => ({ name, sources: sources(name), normalize: normalizers[name]! })),
    numbers: mapping.numbers.map(({ name, type }) => ({ name, sources: sources(name), type })),
  };
  shapes.set(mapping, shape);
  return shape;
};
