import type { Columns } from "../../domain/columns.ts";
import type { AnalyzedDocument } from "../../domain/document.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Completion } from "../../domain/vocabulary.ts";
import { isLanguage } from "../stem.ts";
import { stopWords } from "../stop-words.ts";
import { completionColumns, type WeighedCompletion } from "./completion-columns.ts";
import { leastCount } from "./completions.ts";
import { mineCombinations } from "./mine-combinations.ts";
import { minePhrases, STOPS, type Phrase } from "./mine-phrases.ts";
import { rememberedStem } from "./remembered-stem.ts";
import { TermCounter } from "./term-columns.ts";
import { titleMarker } from "./title-marks.ts";
import { Titles } from "./titles.ts";
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
  const titles = new Titles();
  const marksOf = titleMarker();
  const brands = new ValueCounter();
  const categories = new ValueCounter();
  const language = isLanguage(mapping.language) ? mapping.language : "english";
  let documents = 0;
  return {
    add(analyzed) {
      const { group, text, keywords } = analyzed.document;
      documents++;
      terms.add(analyzed);
      titles.add(text["title"] ?? [], group, keywords["brand"]?.[0], marksOf(analyzed.document));
      brands.add(keywords["brand"] ?? text["brand"] ?? [], group);
      categories.add(keywords["categories"] ?? [], group);
    },
    finish() {
      const rules = { stopWords: new Set([...stopWords(language), ...LABELS]), minCount: leastCount(documents) };
      const phrases = minePhrases(titles, rules);
      const combinations = mineCombinations(titles, phrases, { ...rules, minCount: Math.max(2, rules.minCount) });
      const completions: WeighedCompletion[] = [
        ...[...phrases, ...combinations].map(query),
        ...brands.completions("brand"),
        ...categories.completions("category"),
        ...categories.completions("category").flatMap(leafQuery),
      ];
      return {
        ...terms.columns(rememberedStem(language)),
        ...completionColumns(completions.sort((a, b) => b.count - a.count)),
      };
    },
  };
}

/** Words of titles that only introduce a value: `Tea Dress, Size 12`. */
const LABELS = ["size"];

/** A word that seldom ends what a thing is called (`wireless`) is worth less than those that go on from it. */
function query({ text, count, endShare }: Phrase): WeighedCompletion {
  return { text, count, kind: "query", worth: endShare < STOPS ? 0.25 : 1 };
}

/** A category's own name as a query: `Computers > Laptops` as `laptops`. */
function leafQuery({ text, count }: Completion): Completion[] {
  const leaf = text
    .slice(text.lastIndexOf(">") + 1)
    .trim()
    .toLowerCase();
  return /^[\p{L}\p{N}' -]+$/u.test(leaf) && leaf.split(" ").length <= 3 ? [{ text: leaf, kind: "query", count }] : [];
}
