import type { AnalyzedDocument, IndexDocument } from "../domain/document.ts";
import type { CatalogMapping } from "../domain/mapping.ts";
import { createAnalyzer, type Analyzer } from "./analyzer.ts";

/** Text field → its analyzer. */
export type Analyzers = Readonly<Record<string, Analyzer>>;

/** The analyzers of a mapping's text fields; fields that name the same one share it. */
export const createAnalyzers = (mapping: CatalogMapping): Analyzers => {
  const byName = new Map<string, Analyzer>();
  for (const { analyzer } of mapping.text) {
    if (!byName.has(analyzer)) byName.set(analyzer, remembering(createAnalyzer(mapping.body, analyzer)));
  }
  return Object.fromEntries(mapping.text.map(({ name, analyzer }) => [name, byName.get(analyzer)!]));
};

/** Cuts a document's text fields into terms, once for the index and the lexicon alike. */
export const analyzeDocument = (document: IndexDocument, analyzers: Analyzers): AnalyzedDocument => {
  const terms: Record<string, readonly string[]> = {};
  for (const [field, texts] of Object.entries(document.text)) {
    const analyzer = analyzers[field];
    if (analyzer === undefined) continue;
    terms[field] = texts.length === 1 ? analyzer.terms(texts[0]!) : texts.flatMap((text) => analyzer.terms(text));
  }
  return { document, terms };
};

/** Brands, categories and attribute values come again and again; looking them up takes a tenth of the time. */
const remembering = (analyzer: Analyzer): Analyzer => {
  const known = new Map<string, readonly string[]>();
  return {
    tokens: analyzer.tokens,
    terms: (text) => {
      if (text.length > SHORT) return analyzer.terms(text);
      const remembered = known.get(text);
      if (remembered !== undefined) return remembered;
      const terms = analyzer.terms(text);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(text, terms);
      return terms;
    },
  };
};

const SHORT = 40;
const MOST_REMEMBERED = 20_000;
