import type { CatalogMapping } from "../domain/mapping.ts";
import { createAnalyzer, createNormalizer, type Token } from "../text/analyzer.ts";
import { createAnalyzers, type Analyzers } from "../text/analyze-document.ts";
import { isLanguage, stem } from "../text/stem.ts";
import { stopWords } from "../text/stop-words.ts";

/** How a catalogue's mapping cuts and normalises text. */
export interface CatalogLanguage {
  /** Cuts a query: the analyzer of the text field that counts most. */
  readonly tokens: (text: string) => readonly Token[];
  readonly stem: (term: string) => string;
  readonly stopWords: ReadonlySet<string>;
  readonly normalizeIdentifier: (text: string) => string;
  readonly analyzers: Analyzers;
}

/** Compiled once a mapping. */
export function languageOf(mapping: CatalogMapping): CatalogLanguage {
  let language = languages.get(mapping);
  if (language === undefined) {
    language = compile(mapping);
    languages.set(mapping, language);
  }
  return language;
}

const languages = new WeakMap<CatalogMapping, CatalogLanguage>();

function compile(mapping: CatalogMapping): CatalogLanguage {
  const first = [...mapping.text].sort((a, b) => b.weight - a.weight)[0];
  const analyzer = first === undefined ? null : createAnalyzer(mapping.body, first.analyzer);
  const identifier = mapping.keywords.find(({ name }) => name === mapping.identifiers[0]);
  const normalizer = identifier?.normalizer ?? null;
  return {
    tokens: (text) => analyzer?.tokens(text) ?? [],
    stem: isLanguage(mapping.language) ? stem(mapping.language) : (term) => term,
    stopWords: isLanguage(mapping.language) ? stopWords(mapping.language) : new Set(),
    normalizeIdentifier: normalizer === null ? (text) => text : createNormalizer(mapping.body, normalizer),
    analyzers: createAnalyzers(mapping),
  };
}
