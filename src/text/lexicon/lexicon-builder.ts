import type { Columns } from "../../domain/columns.ts";
import type { AnalyzedDocument } from "../../domain/document.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Completion } from "../../domain/vocabulary.ts";
import { isLanguage, stem } from "../stem.ts";
import { stopWords } from "../stop-words.ts";
import { completionColumns } from "./completion-columns.ts";
import { leastCount } from "./completions.ts";
import { PhraseCounter } from "./phrase-counter.ts";
import { TermCounter } from "./term-columns.ts";
import { ValueCounter } from "./value-counter.ts";

/** A part of a lexicon: the words of one index segment. */
export type LexiconPart = Columns;

export interface LexiconBuilder {
  /** Variants of one group come one after the other, else a completion counts them more than once. */
  add(document: AnalyzedDocument): void;
  finish(): LexiconPart;
}

/** Collects the words of a segment's documents; made where the segment is built, finished once. */
export function createLexiconBuilder(mapping: CatalogMapping): LexiconBuilder {
  const terms = new TermCounter();
  const titles = new PhraseCounter();
  const brands = new ValueCounter();
  const categories = new ValueCounter();
  let documents = 0;
  return {
    add(analyzed) {
      const { group, text, keywords } = analyzed.document;
      documents++;
      terms.add(analyzed);
      titles.add(text["title"] ?? [], group);
      brands.add(keywords["brand"] ?? text["brand"] ?? [], group);
      categories.add(keywords["categories"] ?? [], group);
    },
    finish() {
      const language = isLanguage(mapping.language) ? mapping.language : "english";
      const phrases = titles.phrases({ stopWords: stopWords(language), minCount: leastCount(documents) });
      const completions: Completion[] = [
        ...phrases.map(({ text, count }) => ({ text, count, kind: "query" as const })),
        ...brands.completions("brand"),
        ...categories.completions("category"),
      ];
      return {
        ...terms.columns(stem(language)),
        ...completionColumns(completions.sort((a, b) => b.count - a.count)),
      };
    },
  };
}
