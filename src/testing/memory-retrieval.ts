import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import { retrieve } from "../engine/retrieve.ts";
import { openIndex } from "../engine/search-index.ts";
import { createSegmentBuilder } from "../engine/segment-builder.ts";
import { openSegment } from "../engine/segment.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import { analyzeDocument, createAnalyzers } from "../text/analyze-document.ts";
import { createLexiconBuilder } from "../text/lexicon/lexicon-builder.ts";
import { openLexicon } from "../text/lexicon/lexicon.ts";
import { toDocument } from "../text/to-document.ts";

/** The embedded index and lexicon over products in memory: no store, no workers, one segment. */
export function memoryRetrieval(
  mapping: CatalogMapping,
  products: Iterable<Product>,
): Pick<Retrieval, "retrieve" | "mapping" | "lexicon"> {
  const analyzers = createAnalyzers(mapping);
  const segments = createSegmentBuilder(mapping);
  const words = createLexiconBuilder(mapping);
  for (const product of products) {
    const analyzed = analyzeDocument(toDocument(product, mapping), analyzers);
    segments.add(analyzed);
    words.add(analyzed);
  }
  const index = openIndex(mapping, [{ segment: openSegment(mapping, segments.finish()), deleted: null }]);
  const lexicon = openLexicon([words.finish()]);
  return {
    retrieve: (plan) => Promise.resolve(retrieve(index, plan)),
    mapping: () => mapping,
    lexicon: () => lexicon,
  };
}
