import { type Bits, unite } from "./bits.ts";
import type { KeptLists } from "./kept-lists.ts";
import { bm25 } from "./bm25.ts";
import type { CompiledQuery } from "./compile-query.ts";
import type { IndexPart } from "./search-index.ts";

/** The documents of one part that an alternative matches in one field, and how to score them. */
export interface PostingList {
  readonly field: number;
  readonly postings: Uint32Array;
  readonly from: number;
  readonly to: number;
  readonly codeBits: number;
  readonly divisors: Float32Array;
  readonly weight: number;
  readonly kept: KeptLists;
  /** Scores of the postings themselves, when the alternative has several terms; else null. */
  readonly scores: Float32Array | null;
}

export interface WordLists {
  readonly required: boolean;
  /** By field, then by alternative. */
  readonly lists: readonly PostingList[];
  /** Postings in all lists: what a pass over the word costs. */
  readonly postings: number;
}

export function openLists(part: IndexPart, partIndex: number, query: CompiledQuery): WordLists[] {
  return query.words.map(({ required, alternatives }) => {
    const lists: PostingList[] = [];
    let postings = 0;
    for (const [field, name] of query.fields.entries()) {
      for (const { terms, weights } of alternatives) {
        const own = terms.map((term, i) =>
          openList(part, name, field, query.ordinals[term]![partIndex]!, weights[field]![i]!),
        );
        const list = own.length === 1 ? own[0]! : conjunction(own);
        if (list.from === list.to) continue;
        lists.push(list);
        postings += list.to - list.from;
      }
    }
    return { required, lists, postings };
  });
}

/** Adds the documents of a list to a set. Those of a long list are kept as a set, so that adding them is quick. */
function addPostings(bits: Bits, list: PostingList): void {
  const { from, to, kept, scores } = list;
  if (scores !== null || (to - from) * DENSE < bits.length * 32) {
    addEach(bits, list);
    return;
  }
  let own = kept.sets.get(from);
  if (own === undefined) {
    own = new Uint32Array(bits.length);
    addEach(own, list);
    kept.sets.set(from, own);
  }
  unite(bits, own);
}

/** A list that holds one document in so many is long: as a set it takes no more room than as postings. */
const DENSE = 32;

function addEach(bits: Bits, { postings, from, to, codeBits }: PostingList): void {
  for (let i = from; i < to; i++) {
    const document = postings[i]! >>> codeBits;
    bits[document >>> 5]! |= 1 << (document & 31);
  }
}

export function addWord(bits: Bits, word: WordLists): void {
  for (const list of word.lists) addPostings(bits, list);
}

function openList(part: IndexPart, name: string, field: number, ordinal: number, weight: number): PostingList {
  const { postings, postingStarts, codeBits } = part.segment.texts.get(name)!;
  const [from, to] = ordinal === -1 ? [0, 0] : [postingStarts[ordinal]!, postingStarts[ordinal + 1]!];
  return {
    field,
    postings,
    from,
    to,
    codeBits,
    divisors: part.divisors.get(name)!,
    kept: part.kept.get(name)!,
    weight,
    scores: null,
  };
}

/** Documents that all the lists have, with the sum of their scores. */
function conjunction(lists: readonly PostingList[]): PostingList {
  const [rarest, ...others] = lists.toSorted((a, b) => a.to - a.from - (b.to - b.from)) as [
    PostingList,
    ...PostingList[],
  ];
  const documents: number[] = [];
  const scores: number[] = [];
  for (let i = rarest.from; i < rarest.to; i++) {
    const document = rarest.postings[i]! >>> rarest.codeBits;
    let score = scoreAt(rarest, i);
    let common = true;
    for (const other of others) {
      const place = find(other, document);
      common &&= place !== -1;
      if (!common) break;
      score += scoreAt(other, place);
    }
    if (!common) continue;
    documents.push(document);
    scores.push(score);
  }
  return {
    ...rarest,
    postings: Uint32Array.from(documents),
    from: 0,
    to: documents.length,
    codeBits: 0,
    scores: Float32Array.from(scores),
  };
}

function scoreAt({ postings, codeBits, divisors, weight }: PostingList, i: number): number {
  return bm25(weight, divisors[postings[i]! & ((1 << codeBits) - 1)]!);
}

/** Place of a document in a list, or -1. */
function find(list: PostingList, document: number): number {
  const place = seek(list, list.from, document);
  return place < list.to && list.postings[place]! >>> list.codeBits === document ? place : -1;
}

/** First place from `from` on whose document is not below `document`; gallops, then halves. */
export function seek({ postings, to, codeBits }: PostingList, from: number, document: number): number {
  // Often it is the very next one.
  if (from >= to || postings[from]! >>> codeBits >= document) return from;
  let step = 1;
  let low = from;
  while (low + step < to && postings[low + step]! >>> codeBits < document) {
    low += step;
    step *= 2;
  }
  let high = Math.min(to, low + step + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (postings[middle]! >>> codeBits < document) low = middle + 1;
    else high = middle;
  }
  return low;
}
