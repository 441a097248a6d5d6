import type { Column } from "../domain/columns.ts";
import { lengthToByte } from "./bm25.ts";
import { packForward, type Tokens } from "./forward.ts";
import { GrowingU32 } from "./growing.ts";
import { packPostings } from "./pack-postings.ts";
import type { Segment } from "./segment.ts";
import { shared } from "./shared.ts";
import { packStrings } from "./strings.ts";
import { hashTerms } from "./term-table.ts";

/** A text field while a segment is built: each document's terms in order, as numbers of first sight. */
export interface TextColumn {
  readonly name: string;
  readonly terms: GrowingU32;
  readonly ends: GrowingU32;
  add(terms: readonly string[]): void;
  /** @param ordinals the terms of a document of an older segment, in order */
  copy(segment: Segment, ordinals: readonly number[]): void;
}

export function createTextColumn(name: string, known: Map<string, number>): TextColumn {
  const terms = new GrowingU32();
  const ends = new GrowingU32();
  const translations = new WeakMap<Segment, Int32Array>();
  const intern = (term: string) => {
    const found = known.get(term);
    if (found !== undefined) return found;
    known.set(term, known.size);
    return known.size - 1;
  };
  return {
    name,
    terms,
    ends,
    add(own) {
      for (const term of own) terms.push(intern(term));
      ends.push(terms.length);
    },
    copy(segment, ordinals) {
      let translation = translations.get(segment);
      if (translation === undefined) {
        translation = new Int32Array(segment.terms.size).fill(-1);
        translations.set(segment, translation);
      }
      for (const ordinal of ordinals) {
        if (translation[ordinal] === -1) translation[ordinal] = intern(segment.terms.at(ordinal));
        terms.push(translation[ordinal]!);
      }
      ends.push(terms.length);
    },
  };
}

/** `term.*`: the dictionary, most frequent first; `text.NAME.*`: postings and lengths of a field; the forward index. */
export function packTexts(
  order: Uint32Array,
  texts: readonly TextColumn[],
  known: ReadonlyMap<string, number>,
): Record<string, Column> {
  const strings = [...known.keys()];
  const counts = new Uint32Array(strings.length);
  for (const text of texts) for (const term of text.terms.view()) counts[term]!++;
  const byCount = strings.map((_, i) => i).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const ordinalOf = new Uint32Array(strings.length);
  for (let ordinal = 0; ordinal < byCount.length; ordinal++) ordinalOf[byCount[ordinal]!] = ordinal;

  const dictionary = byCount.map((i) => strings[i]!);
  const columns: Record<string, Column> = { ...packStrings("term", dictionary), "term.hash": hashTerms(dictionary) };
  const fields = texts.map((text) => inOrder(order, text, ordinalOf));
  Object.assign(columns, packForward(fields, order.length));
  for (const [f, { name }] of texts.entries()) {
    const field = fields[f]!;
    const lengths = shared.u8(order.length);
    const stats = shared.f64(2);
    for (let i = 0; i < order.length; i++) {
      const length = field.starts[i + 1]! - field.starts[i]!;
      lengths[i] = lengthToByte(length);
      if (length > 0) stats[0]!++;
      stats[1]! += length;
    }
    const prefix = `text.${name}`;
    Object.assign(columns, packPostings(prefix, field, lengths, dictionary.length));
    columns[`${prefix}.stats`] = stats;
    columns[`${prefix}.lengths`] = lengths;
  }
  return columns;
}

function inOrder(order: Uint32Array, text: TextColumn, ordinalOf: Uint32Array): Tokens {
  const [terms, ends] = [text.terms.view(), text.ends.view()];
  const ordinals = new Uint32Array(terms.length);
  const starts = new Uint32Array(order.length + 1);
  let filled = 0;
  for (let i = 0; i < order.length; i++) {
    const document = order[i]!;
    for (let t = document === 0 ? 0 : ends[document - 1]!; t < ends[document]!; t++)
      ordinals[filled++] = ordinalOf[terms[t]!]!;
    starts[i + 1] = filled;
  }
  return { ordinals, starts };
}
