import type { Vocabulary } from "../domain/vocabulary.ts";
import type { QueryContext } from "./context.ts";
import { formsOf } from "./readings.ts";
import { worth, type Reading } from "./weights.ts";

/** "show stopper" → showstopper: what two neighbouring words may be, written as one. */
export function joined(first: string, second: string, context: QueryContext): readonly Reading[] {
  const term = first + second;
  if (term.length < minJoined || /^\p{Nd}+$/u.test(term)) return [];
  const known = context.vocabulary.frequency(term) > 0 ? [term] : [];
  return [...known, ...formsOf(term, context)].map((each) => ({
    terms: [each],
    kind: "compound",
    worth: worth.compound,
  }));
}

/**
 * "showstopper" → show stopper: the two known words that titles hold side by side, the most frequent pair of them.
 * An unknown code may also fall apart where letters meet digits: "wh1000xm4" is written WH-1000XM4 somewhere.
 */
export function split(term: string, vocabulary: Vocabulary): readonly Reading[] {
  const letters = Array.from(term);
  if (letters.length < minSplit) return [];
  const unknown = vocabulary.frequency(term) === 0;
  let best: Reading | null = null;
  let bestPair = 0;
  for (let i = 1; i < letters.length; i += 1) {
    const [first, second] = [letters.slice(0, i).join(""), letters.slice(i).join("")];
    if (vocabulary.frequency(first) === 0) continue;
    const pair =
      vocabulary.pairFrequency(first, second) || (unknown && isBoundary(first, second, vocabulary) ? 0.5 : 0);
    if (pair > bestPair) {
      bestPair = pair;
      best = { terms: [first, second], kind: "compound", worth: worth.compound };
    }
  }
  return best === null ? [] : [best];
}

const isBoundary = (first: string, second: string, vocabulary: Vocabulary): boolean =>
  /\p{L}$/u.test(first) && /^\p{Nd}/u.test(second) && vocabulary.frequency(second) > 0;

const minJoined = 4;
const minSplit = 4;
