import type { Deadline } from "../domain/deadline.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import { createAnalyzers } from "../text/analyze-document.ts";
import { readMapping } from "../text/read-mapping.ts";
import { isLanguage, stem } from "../text/stem.ts";
import { toDocument } from "../text/to-document.ts";
import type { Order } from "./judge-order.ts";

/** What a search without understanding would be: one text field of stems, BM25, any word matches. */
export interface PlainSearch {
  readonly mapping: CatalogMapping;
  readonly products: readonly Product[];
  readonly order: (catalog: string, retrieval: Retrieval, deadline: Deadline) => Order;
}

/** @param fields text fields of the mapping that make up the one field */
export function plainSearch(
  fields: readonly string[],
  mapping: CatalogMapping,
  products: readonly Product[],
): PlainSearch {
  const analyzers = createAnalyzers(mapping);
  const stemOf = memoized(isLanguage(mapping.language) ? stem(mapping.language) : (term) => term);
  const stems = (field: string, text: string) => analyzers[field]!.terms(text).map(stemOf);
  return {
    mapping: oneField(mapping),
    products: products.map((product) => {
      const { text } = toDocument(product, mapping);
      return {
        id: product.id,
        title: fields.flatMap((field) => (text[field] ?? []).flatMap((each) => stems(field, each))).join(" "),
      };
    }),
    order: (catalog, retrieval, deadline) => async (query) => {
      const words = stems(fields[0]!, query.text).map((term) => ({
        text: term,
        alternatives: [{ terms: [term] as const, weight: 1, kind: "exact" as const }],
        required: false,
      }));
      const { candidates } = await retrieval.retrieve(
        {
          catalog,
          query: { text: query.text, words, phrases: [], identifier: null },
          fields: [{ name: "title", weight: 1 }],
          filters: [],
          facetFilters: [],
          facets: [],
          sort: { by: "relevance" },
          size: 1000,
          collapse: false,
        },
        deadline,
      );
      return candidates.map(({ id }) => id);
    },
  };
}

function oneField({ body, language }: CatalogMapping): CatalogMapping {
  const { mappings } = body as { mappings: { properties: Record<string, unknown> } };
  return readMapping({
    settings: body["settings"],
    mappings: {
      dynamic: false,
      _meta: { winnow: { weights: { title: 1 }, facets: [], identifiers: [], language } },
      properties: { title: mappings.properties["title"] },
    },
  });
}

/** Stemming costs more than all else here, and there are few different words. */
function memoized(compute: (term: string) => string): (term: string) => string {
  const known = new Map<string, string>();
  return (term) => {
    let value = known.get(term);
    if (value === undefined) known.set(term, (value = compute(term)));
    return value;
  };
}
