/** How texts are compared. */
export interface Words {
  /** Analysed terms, as queries are cut. */
  readonly terms: (text: string) => readonly string[];
  readonly stem: (term: string) => string;
  readonly isStopWord: (term: string) => boolean;
  /** The same terms, one for one, with slips of the pen corrected as a search does. */
  readonly meant: (text: string) => readonly string[];
}

/** Of a name, and of what stands for one. */
const LONGEST = 3;

/** Terms in a row, one to three, that can be the name of a thing: neither end is a number, a unit or a stop word. */
export function sequencesOf(terms: readonly string[], words: Words): readonly (readonly string[])[] {
  const all: string[][] = [];
  const tells = terms.map((term, i) => !words.isStopWord(term) && !isNumber(term) && !isUnit(term, terms[i - 1]));
  for (let start = 0; start < terms.length; start += 1) {
    for (let end = start + 1; end <= Math.min(terms.length, start + LONGEST); end += 1) {
      const sequence = terms.slice(start, end);
      if (tells[start] === true && tells[end - 1] === true && sequence.join("").length > 1) all.push(sequence);
    }
  }
  return all;
}

/** By what sequences are the same: `ankle boots` and `ankle boot`. */
export const keyOf = (sequence: readonly string[], { stem }: Words): string => sequence.map(stem).join(" ");

/** What is left of terms where these keys are cut out: what stood on both sides no longer stands together. */
export function without(
  terms: readonly string[],
  cut: ReadonlySet<string>,
  words: Words,
): readonly (readonly string[])[] {
  const runs: string[][] = [[]];
  for (let i = 0; i < terms.length;) {
    const length = [3, 2, 1].find(
      (each) => i + each <= terms.length && cut.has(keyOf(terms.slice(i, i + each), words)),
    );
    if (length === undefined) runs.at(-1)!.push(terms[i]!);
    else runs.push([]);
    i += length ?? 1;
  }
  return runs;
}

const isNumber = (term: string): boolean => /^\p{Nd}/u.test(term);
/** "28 cm", "5 l". */
const isUnit = (term: string, before = ""): boolean => isNumber(before) && term.length <= 4;
