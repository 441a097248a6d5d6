import type { CatalogMapping } from "../domain/mapping.ts";
import type { Product } from "../domain/product.ts";
import type { Retrieval } from "../ports/retrieval.ts";
import { analyzeDocument, createAnalyzers } from "../text/analyze-document.ts";
import { createLexiconBuilder } from "../text/lexicon/lexicon-builder.ts";
import { openLexicon } from "../text/lexicon/lexicon.ts";
import { toDocument } from "../text/to-document.ts";
import { createReferenceEngine } from "./reference-engine.ts";

/** The reference engine with the real lexicon over a few products: what searches are tested on. */
export function referenceRetrieval(
  mapping: CatalogMapping,
  products: readonly Product[],
): Pick<Retrieval, "retrieve" | "mapping" | "lexicon"> {
  const documents = products.map((product) => toDocument(product, mapping));
  const analyzers = createAnalyzers(mapping);
  const engine = createReferenceEngine(mapping, documents, (document) => analyzeDocument(document, analyzers));
  const builder = createLexiconBuilder(mapping);
  for (const document of documents) builder.add(analyzeDocument(document, analyzers));
  const lexicon = openLexicon([builder.finish()]);
  return {
    retrieve: (plan) => Promise.resolve(engine.retrieve(plan)),
    mapping: () => mapping,
    lexicon: () => lexicon,
  };
}
