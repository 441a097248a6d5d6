import type { AttributeValue } from "../../domain/product.ts";
import type { Want } from "./intent.ts";

/** What is typed for wants and the words that name the thing: `navy jumper`, `laptop 16gb`, `waterproof jacket size m`. */
export function wordWants(wants: readonly Want[], noun: string): string {
  const before: string[] = [];
  const after: string[] = [];
  for (const { trait, value } of wants) {
    const words = wordsOf(trait, value);
    if (words === null || noun.includes(words)) continue;
    if (trait === "size" || (typeof value === "number" && /_(gb|h|mah)$/.test(trait))) after.push(words);
    else before.push(words);
  }
  return [...before, noun, ...after].join(" ").trim();
}

/** @returns null for what nobody would type */
export function wordsOf(trait: string, value: AttributeValue): string | null {
  if (typeof value === "string") return trait === "size" && /^(\d+|[smlx]+)$/.test(value) ? `size ${value}` : value;
  if (typeof value === "boolean") return value ? trait.replaceAll("_", " ") : null;
  const unit = /_(inch|gb|cm|mm|kg|ml|l|w|v|m|h|tog|mp|mah)$/.exec(trait)?.[1];
  if (unit === undefined) return trait === "seats" ? `${value} seater` : null;
  return unit === "inch" || unit === "tog" ? `${value} ${unit}` : `${value}${unit === "h" ? " hour" : unit}`;
}
