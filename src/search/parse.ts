import type { CatalogMapping } from "../domain/mapping.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { compileSynonyms, type SynonymRule, type Synonyms } from "../query/synonyms.ts";
import { understand, type Understood } from "../query/understand.ts";
import { normalizeQuery } from "../text/normalize-query.ts";
import { languageOf, type CatalogLanguage } from "./language.ts";

export interface ParseDeps {
  readonly mapping: CatalogMapping;
  readonly vocabulary: Vocabulary;
  readonly synonyms: readonly SynonymRule[];
  /** True while the last word is still being typed. */
  readonly typing: boolean;
}

/** What the text means; null when it says nothing and everything is asked for. */
export function parse(text: string, { mapping, vocabulary, synonyms, typing }: ParseDeps): Understood | null {
  const clean = normalizeQuery(text);
  if (clean === "") return null;
  const language = languageOf(mapping);
  // A space after the last word says that it is complete.
  const typed = /\s$/u.test(text) ? `${clean} ` : clean;
  const { tree, corrected } = understand(typed, {
    ...language,
    vocabulary,
    synonyms: compiled(synonyms, language),
    typing,
  });
  // Only signs: nothing to look for, so nothing to hold against a product.
  if (tree.words.length === 0 && tree.identifier === null) return null;
  return corrected === undefined ? { tree } : { tree, corrected };
}

function compiled(rules: readonly SynonymRule[], language: CatalogLanguage): Synonyms {
  const known = compilations.get(rules);
  if (known?.language === language) return known.synonyms;
  const synonyms = compileSynonyms(rules, (text) => language.tokens(text).map(({ term }) => term), language.stem);
  compilations.set(rules, { language, synonyms });
  return synonyms;
}

const compilations = new WeakMap<
  readonly SynonymRule[],
  { readonly language: CatalogLanguage; readonly synonyms: Synonyms }
>();
