import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import { languageOf } from "./language.ts";

/**
 * A corrected query as the products that it found write it: words are known folded (`kuche`), titles have `Küche`.
 *
 * @param sources products as JSON, best first; read until every corrected word is found
 * @returns `to`, where nothing is found as it is
 */
export function asWritten(
  { from, to }: { readonly from: string; readonly to: string },
  sources: Iterable<string>,
  mapping: CatalogMapping,
): string {
  const { tokens } = languageOf(mapping);
  const typed = new Set(tokens(from).map(({ term }) => term));
  const corrected = tokens(to).filter(({ term }) => !typed.has(term));
  const missing = new Set(corrected.map(({ term }) => term));
  const written = new Map<string, string>();
  for (const source of sources) {
    for (const text of missing.size > 0 ? textsOf(JSON.parse(source) as Product, mapping) : [])
      for (const { term, start, end } of tokens(text))
        if (missing.delete(term)) written.set(term, text.slice(start, end).toLowerCase());
    if (missing.size === 0) break;
  }
  return corrected.reduceRight(
    (text, { term, start, end }) =>
      text.slice(0, start) + (written.get(term) ?? text.slice(start, end)) + text.slice(end),
    to,
  );
}

/** Of long texts the beginning, as it is looked through for marks. */
const longestRead = 1000;

const textsOf = (product: Product, { text }: CatalogMapping): readonly string[] =>
  text
    .flatMap(({ name }) => product[name] as unknown)
    .filter((value): value is string => typeof value === "string")
    .map((value) => value.slice(0, longestRead));
