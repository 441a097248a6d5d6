import type { QueryContext } from "./context.ts";
import { formsOf } from "./readings.ts";
import type { SynonymTarget } from "./synonyms.ts";
import { worth, type Reading } from "./weights.ts";

/** For each word, whether it stands in a phrase that has synonyms as it is: such a word is not misspelt. */
export function inPhrases(terms: readonly string[], { synonyms, stem }: QueryContext): readonly boolean[] {
  const found = terms.map(() => false);
  const stems = terms.map(stem);
  for (let start = 0; start < terms.length; start += 1) {
    for (let length = 2; length <= Math.min(synonyms.longest, terms.length - start); length += 1) {
      if (synonyms.of(stems.slice(start, start + length).join(" ")).length > 0) found.fill(true, start, start + length);
    }
  }
  return found;
}

/**
 * Synonyms of words and phrases: each word of a phrase may be stood for by the phrase's synonyms.
 *
 * @param terms the query's words, corrected
 * @returns for each word its synonyms
 */
export function synonymsOf(terms: readonly string[], context: QueryContext): readonly (readonly Reading[])[] {
  const found: Reading[][] = terms.map(() => []);
  const stems = terms.map(context.stem);
  for (let start = 0; start < terms.length; start += 1) {
    const most = Math.min(context.synonyms.longest, terms.length - start);
    for (let length = 1; length <= most; length += 1) {
      const readings = context.synonyms.of(stems.slice(start, start + length).join(" ")).flatMap(withForms);
      for (let i = start; i < start + length; i += 1) found[i]?.push(...readings);
    }
  }
  return found;

  function withForms({ terms: target, learned }: SynonymTarget): readonly Reading[] {
    const own: Reading = { terms: target, kind: "synonym", worth: worth.synonym, ...(learned && { learned }) };
    if (target.length > 1) return [own];
    const forms = formsOf(target[0], context);
    return [own, ...forms.map((term): Reading => ({ ...own, terms: [term], worth: worth.synonym * worth.stem }))];
  }
}
