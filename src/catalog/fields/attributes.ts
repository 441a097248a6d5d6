import type { JsonValue } from "../../domain/json.ts";
import type { AttributeValue } from "../../domain/product.ts";
import { plainLine } from "./plain-text.ts";

/** What a column's name says of its values; `any` leaves it to each value. */
export type AttributeType = "any" | "text" | "number" | "boolean";

/** Collects a product's attributes: several columns may feed one, one column several. */
export class AttributeCollector {
  readonly #values = new Map<string, Set<AttributeValue>>();

  add(name: string, value: JsonValue, type: AttributeType): void {
    if (name === "" || value === null) return;
    if (Array.isArray(value)) {
      for (const each of value as readonly JsonValue[]) this.add(name, each, type);
    } else if (typeof value === "object") {
      for (const [inner, each] of Object.entries(value)) this.add(`${name}_${attributeName(inner)}`, each, type);
    } else if (typeof value === "string") {
      for (const each of value.split("|")) this.#put(name, parseText(plainLine(each), type));
    } else this.#put(name, type === "text" ? String(value) : value);
  }

  /** `{ "colour": "red" }`, or a list of `{ "name": "colour", "value": "red" }`. */
  addAll(value: JsonValue): void {
    if (Array.isArray(value)) {
      for (const each of value as readonly JsonValue[]) this.#addNamed(each);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, each] of Object.entries(value)) this.add(attributeName(name), each, "any");
    }
  }

  /** Null when there are none. */
  take(): Record<string, readonly AttributeValue[]> | null {
    if (this.#values.size === 0) return null;
    return Object.fromEntries([...this.#values].map(([name, values]) => [name, withoutFlags([...values])]));
  }

  #addNamed(value: JsonValue): void {
    if (typeof value !== "object" || value === null) return;
    const fields = new Map(Object.entries(value));
    const name = ["name", "key", "label", "attribute"]
      .map((key) => fields.get(key))
      .find((each) => typeof each === "string");
    const content = fields.get("value") ?? fields.get("values");
    if (typeof name === "string" && content !== undefined) this.add(attributeName(name), content, "any");
  }

  #put(name: string, value: AttributeValue | null): void {
    if (value === null) return;
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, new Set([value]));
    else values.add(value);
  }
}

/** `Screen Size (inch)` → `screen_size_inch`, `Colour` and `color` → `colour`. */
export function attributeName(text: string): string {
  const name = text
    .toWellFormed()
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/gu, "");
  return synonyms.get(name) ?? name;
}

// The names that the default mapping shows as facets.
const synonyms = new Map([
  ["color", "colour"],
  ["product_colour", "colour"],
  ["product_color", "colour"],
  ["farbe", "colour"],
]);

/** A text as the value it stands for; null when it is empty. */
export function parseText(text: string, type: AttributeType): AttributeValue | null {
  if (text === "") return null;
  if (type === "text") return text;
  const lower = text.toLowerCase();
  if (type !== "number" && (lower === "true" || lower === "false")) return lower === "true";
  if (type === "boolean" && /^(yes|no|y|n|1|0)$/u.test(lower)) return /^[y1]/u.test(lower);
  return isNumber(text) ? Number(text) : text;
}

/** A number as it would be written back: `0012`, `1e5` and `12.50.1` are codes. */
function isNumber(text: string): boolean {
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/u.test(text);
}

/** Where another column says which (`colour: red`), a yes beside it says nothing (`has colour: true`). */
function withoutFlags(values: readonly AttributeValue[]): readonly AttributeValue[] {
  const telling = values.filter((value) => typeof value !== "boolean");
  return telling.length > 0 ? telling : values;
}
