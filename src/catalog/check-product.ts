import { WinnowError } from "../domain/errors.ts";
import type { Product } from "../domain/product.ts";
import { productLimits as limits } from "./product-limits.ts";

/** What is wrong with a product, and where in it. */
export interface ProductProblem {
  /** JSON pointer into the product: `/price`; empty for the whole. */
  readonly where: string;
  readonly message: string;
}

/** Finds the first thing that keeps a value from being a product; null when it is one. */
export function productProblem(value: unknown): ProductProblem | null {
  return shapeProblem(value) ?? sizeProblem(JSON.stringify(value).length);
}

/** The same for a caller who knows how long the product's JSON is. */
export function sizeProblem(characters: number): ProductProblem | null {
  if (characters <= limits.product) return null;
  return { where: "", message: `the product is longer than ${limits.product} characters` };
}

export function shapeProblem(value: unknown): ProductProblem | null {
  if (!isObject(value)) return { where: "", message: "a product is a JSON object" };
  const tooDeep = depthProblem(value);
  if (tooDeep !== null) return tooDeep;
  for (const field of ["id", "title"]) {
    if (value[field] === undefined || value[field] === "")
      return { where: `/${field}`, message: `${field} is missing` };
  }
  for (const [field, content] of Object.entries(value)) {
    if (content === undefined) continue;
    const problem = fieldProblem(field, content);
    if (problem !== null) return problem;
  }
  return null;
}

/** @throws WinnowError `invalid_product` */
export function checkProduct(value: unknown): Product {
  const problem = productProblem(value);
  if (problem === null) return value as Product; // every field of Product has just been checked
  throw invalidProduct(problem);
}

export function invalidProduct({ where, message }: ProductProblem): WinnowError {
  return new WinnowError("invalid_product", message, where === "" ? {} : { where });
}

type Check = (value: unknown) => string | null;

const text =
  (longest: number): Check =>
  (value) => {
    if (typeof value !== "string") return "is text";
    return value.length > longest ? `has at most ${longest} characters` : null;
  };

const number =
  (least: number, most: number): Check =>
  (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return "is a number";
    return value < least || value > most ? `is between ${least} and ${most}` : null;
  };

const list =
  (most: number, each: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return "is a list";
    if (value.length > most) return `has at most ${most} values`;
    const problem = value.map(each).find((found) => found !== null);
    return problem === undefined ? null : `is a list of which each ${problem}`;
  };

const attributeValue: Check = (value) => {
  if (typeof value === "string") return text(limits.attributeText)(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "is a finite number";
  return typeof value === "boolean" ? null : "is text, a number, true or false";
};

const checks = new Map<string, Check>([
  ["id", text(limits.id)],
  ["title", text(limits.title)],
  ["description", text(limits.description)],
  ["brand", text(limits.name)],
  ["categories", list(limits.categories, text(limits.categoryPath))],
  ["price", number(0, limits.price)],
  ["list_price", number(0, limits.price)],
  ["currency", (value) => (typeof value === "string" && /^[A-Z]{3}$/u.test(value) ? null : "is an ISO 4217 code: EUR")],
  ["image", text(limits.url)],
  ["url", text(limits.url)],
  ["sku", text(limits.name)],
  ["gtin", list(limits.gtins, text(limits.name))],
  ["group_id", text(limits.id)],
  ["in_stock", (value) => (typeof value === "boolean" ? null : "is true or false")],
  ["rating", number(0, 5)],
  ["reviews", number(0, Number.MAX_SAFE_INTEGER)],
  [
    "created_at",
    (value) =>
      typeof value === "string" && !Number.isNaN(Date.parse(value)) ? null : "is an ISO 8601 date: 2025-01-31",
  ],
]);

function fieldProblem(field: string, value: unknown): ProductProblem | null {
  // It would be taken for the prototype by whoever copies the product.
  if (field === "__proto__") return { where: "/__proto__", message: "a field cannot be called __proto__" };
  if (field.length > limits.name) return { where: "", message: `a field's name has at most ${limits.name} characters` };
  if (field === "attributes") return attributesProblem(value);
  const problem = checks.get(field)?.(value) ?? null;
  return problem === null ? null : { where: `/${pointer(field)}`, message: `${field} ${problem}` };
}

function attributesProblem(value: unknown): ProductProblem | null {
  if (!isObject(value)) return { where: "/attributes", message: 'attributes is an object: { "colour": ["red"] }' };
  const entries = Object.entries(value);
  if (entries.length > limits.attributes) {
    return { where: "/attributes", message: `a product has at most ${limits.attributes} attributes` };
  }
  const check = list(limits.attributeValues, attributeValue);
  for (const [name, values] of entries) {
    const problem =
      name === "__proto__" || name === "" || name.length > limits.name ? "has no usable name" : check(values);
    if (problem !== null) return { where: `/attributes/${pointer(name)}`, message: `attribute ${problem}` };
  }
  return null;
}

/** Without recursion: a hostile value may be nested a million levels. */
function depthProblem(value: object): ProductProblem | null {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth) return { where: "", message: `a product nests at most ${limits.depth} levels` };
    const next: object[] = [];
    for (const each of level) {
      for (const inner of Object.values(each) as unknown[]) {
        if (typeof inner === "object" && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** RFC 6901 */
function pointer(name: string): string {
  return name.slice(0, 100).replaceAll("~", "~0").replaceAll("/", "~1");
}
