import type { QueryTree, QueryWord } from "../domain/query-tree.ts";
import { joined, split } from "./compounds.ts";
import type { QueryContext } from "./context.ts";
import { identifierOf } from "./identifier.ts";
import { readWord, type TypedWord, type WordReadings } from "./readings.ts";
import { splitQuery } from "./split-query.ts";
import { inPhrases, synonymsOf } from "./spans.ts";
import { weigh, worth, type Reading } from "./weights.ts";

export interface Understood {
  readonly tree: QueryTree;
  /** When a word looked misspelt and the tree searches for what it was meant to be. */
  readonly corrected?: { readonly from: string; readonly to: string };
}

/**
 * What a query means: for each of its words the terms that may stand for it, once, for every engine.
 *
 * @param text as typed, at most 512 characters; null bytes and controls are gone already
 */
export function understand(text: string, context: QueryContext): Understood {
  const { words, phrases } = typedWords(text, context);
  const named = inPhrases(
    words.map(({ term }) => term),
    context,
  );
  const read = words.map((_, i) => readAmong(words, i, named[i]!, context));
  const meant = read.map(({ corrected }, i) => corrected ?? words[i]!.term);
  const synonyms = synonymsOf(meant, context).map((readings, i) =>
    read[i]!.corrected === null ? readings : readings.map((each) => ({ ...each, worth: each.worth * worth.stem })),
  );
  const onlyStopWords = words.every(({ term }) => context.stopWords.has(term));

  const tree: QueryTree = {
    text: meant.join(" "),
    words: words.map((word, i): QueryWord => {
      const readings = word.quoted
        ? read[i]!.readings
        : [...read[i]!.readings, ...pairs(words, meant, i, context), ...synonyms[i]!];
      const required = onlyStopWords || !context.stopWords.has(word.term);
      const heard = required
        ? readings
        : read[i]!.readings.map((each) => ({ ...each, worth: each.worth * worth.stopWord }));
      return {
        text: word.term,
        alternatives: weigh(known(heard, context), context.vocabulary, context.typing && word.last),
        required,
      };
    }),
    phrases,
    identifier: identifierOf(text, context.normalizeIdentifier),
  };
  const changed = read.some(({ corrected }) => corrected !== null);
  return changed ? { tree, corrected: { from: text.trim(), to: rewrite(text, words, meant) } } : { tree };
}

/** Words beyond this are searched for as they are: expanding them would cost time and tell little. */
const maxExpanded = 16;
const maxWords = 64;

function typedWords(text: string, context: QueryContext) {
  const words: TypedWord[] = [];
  const phrases: (readonly string[])[] = [];
  const parts = splitQuery(text);
  for (const [index, part] of parts.entries()) {
    const tokens = context.tokens(part.text);
    if (part.quoted && tokens.length > 1) phrases.push(tokens.map(({ term }) => term));
    const open = !part.quoted && index === parts.length - 1 && !/\s$/u.test(part.text);
    for (const [i, { term, start, end }] of tokens.entries())
      words.push({
        term,
        start: part.start + start,
        end: part.start + end,
        quoted: part.quoted,
        last: open && i === tokens.length - 1,
      });
  }
  return { words: words.slice(0, maxWords), phrases };
}

function readAmong(words: readonly TypedWord[], index: number, isNamed: boolean, context: QueryContext): WordReadings {
  const word = words[index]!;
  const [before, after] = [words[index - 1]?.term ?? null, words[index + 1]?.term ?? null];
  if (index >= maxExpanded) return readWord({ ...word, quoted: true }, before, after, context);
  const whole = word.quoted ? [] : split(word.term, context.vocabulary);
  // A word that is two words run together is not misspelt: "usbhub" is "usb hub", whatever is one letter away.
  const isCompound =
    context.vocabulary.frequency(word.term) === 0 && (whole.length > 0 || joins(words, index, context));
  const read = isCompound
    ? readWord({ ...word, quoted: true }, before, after, context)
    : readWord({ ...word, named: isNamed }, before, after, context);
  return { readings: [...read.readings, ...whole], corrected: read.corrected };
}

const joins = (words: readonly TypedWord[], index: number, context: QueryContext): boolean =>
  pairs(
    words,
    words.map(({ term }) => term),
    index,
    context,
  ).length > 0;

/** The word written together with the one before and the one after it. */
function pairs(
  words: readonly TypedWord[],
  terms: readonly string[],
  index: number,
  context: QueryContext,
): readonly Reading[] {
  if (index >= maxExpanded || words[index]!.quoted) return [];
  const before = index > 0 && !words[index - 1]!.quoted ? joined(terms[index - 1]!, terms[index]!, context) : [];
  const next = words[index + 1];
  const after = next !== undefined && !next.quoted ? joined(terms[index]!, terms[index + 1]!, context) : [];
  return [...before, ...after];
}

/** Readings of unknown terms match nothing; the word itself stays, so that it has at least one. */
function known(readings: readonly Reading[], { vocabulary }: QueryContext): readonly Reading[] {
  return readings.filter(
    ({ kind, terms }) => kind === "exact" || terms.every((term) => vocabulary.frequency(term) > 0),
  );
}

/** The query as typed with its misspelt words replaced. */
function rewrite(text: string, words: readonly TypedWord[], meant: readonly string[]): string {
  let rewritten = "";
  let end = 0;
  for (const [i, word] of words.entries()) {
    if (meant[i] === word.term || word.start < end) continue;
    rewritten += text.slice(end, word.start) + meant[i]!;
    end = word.end;
  }
  return (rewritten + text.slice(end)).trim();
}
