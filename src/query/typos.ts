import type { NearbyTerm, Vocabulary } from "../domain/vocabulary.ts";
import { isSlip } from "./slips.ts";

/** A known term that a misspelt word may stand for. */
export interface Correction {
  readonly term: string;
  readonly edits: number;
  /** How far less likely it is than the best one, as a difference of logarithms; 0 for the best. */
  readonly behind: number;
}

/**
 * What a word was meant to be, likeliest first; empty when it is right as it is. A known word is doubted only when
 * it is rare and a neighbour is far more common; a number or code only when unknown and long, and never in its digits.
 *
 * @param before the word before it, null for none: words seen together are likelier
 */
export function corrections(
  term: string,
  before: string | null,
  after: string | null,
  vocabulary: Vocabulary,
): readonly Correction[] {
  const frequency = vocabulary.frequency(term);
  const letters = term.length;
  const digits = digitsOf(term);
  if (letters < minLetters || (digits !== "" && (frequency > 0 || letters < minLettersOfCode))) return [];
  if (frequency > 0 && (letters < minLettersIfKnown || frequency > rareShare * vocabulary.documents + 1)) return [];

  const maxEdits = letters >= lettersForTwoEdits && frequency === 0 ? 2 : 1;
  const near = vocabulary
    .nearby(term, maxEdits, candidates)
    .filter(
      (other) =>
        digitsOf(other.term) === digits &&
        other.frequency >= timesAsCommon * frequency &&
        isSlip(term, other.term, other.edits),
    );
  const scored = near.map((other) => ({ other, score: likelihood(term, other, before, after, vocabulary) }));
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }) => best - score <= keepWithin)
    .slice(0, maxKept)
    .map(({ other, score }) => ({ term: other.term, edits: other.edits, behind: best - score }));
}

const minLetters = 4;
const minLettersIfKnown = 5;
const minLettersOfCode = 7;
const lettersForTwoEdits = 8;
const candidates = 24;
/** A known word may be a misspelling if at most one product in 5,000 holds it… */
const rareShare = 1 / 5000;
/** …and a neighbour is this many times as common. */
const timesAsCommon = 100;
const maxKept = 3;
/** Natural logarithm: a correction e² times less likely than the best is left out. */
const keepWithin = 2;

/** A logarithm, up to a constant: common words, one edit and known company are likelier. */
function likelihood(
  term: string,
  other: NearbyTerm,
  before: string | null,
  after: string | null,
  vocabulary: Vocabulary,
): number {
  const together =
    (before === null ? 0 : vocabulary.pairFrequency(before, other.term)) +
    (after === null ? 0 : vocabulary.pairFrequency(other.term, after));
  return (
    Math.log(other.frequency + 1) -
    4 * other.edits +
    // Swapped or doubled letters are slips of the finger; other letters may be another word.
    (sameLetters(term, other.term) ? 1.5 : 0) +
    // Vowels are heard wrongly and left out more than consonants.
    (consonants(term) === consonants(other.term) ? 1.5 : 0) +
    Math.min(4, Math.log(together + 1) * 2)
  );
}

const digitsOf = (term: string): string => term.replace(/\P{Nd}/gu, "");

const consonants = (term: string): string => term.replace(/[aeiouy]/gu, "").replace(/(.)\1+/gu, "$1");

const sameLetters = (a: string, b: string): boolean =>
  [...new Set(a)].sort().join("") === [...new Set(b)].sort().join("");
