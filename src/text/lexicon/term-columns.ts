import type { Columns } from "../../domain/columns.ts";
import type { AnalyzedDocument } from "../../domain/document.ts";
import { blockMaxima } from "./best-first.ts";
import { charMask, MAX_BUCKET } from "./char-mask.ts";
import { NumberList } from "./number-list.ts";
import { packedColumns, packStrings } from "./packed-strings.ts";

/** Parts of more products than this keep only the pairs of adjacent title terms that at least two products have. */
const SMALL_PART = 1000;
const ID_SPACE = 2 ** 26;

/** Counts the analysed terms of documents. */
export class TermCounter {
  private readonly ids = new Map<string, number>();
  private readonly frequency: number[] = [];
  private readonly lastDocument: number[] = [];
  /** first × 2^26 + second, once a product. */
  private readonly pairs = new NumberList(Float64Array);
  private documents = 0;

  add(document: AnalyzedDocument): void {
    this.documents++;
    for (const terms of Object.values(document.terms)) {
      for (const term of terms) this.count(this.idOf(term));
    }
    this.countPairs(document.terms["title"] ?? []);
  }

  /** @param stemOf an analysed term's stem */
  columns(stemOf: (term: string) => string): Columns {
    const terms = [...this.ids.keys()].sort(byCodeUnits);
    const rank = new Uint32Array(terms.length);
    const frequency = shared32(terms.length);
    terms.forEach((term, index) => {
      const id = this.ids.get(term)!;
      rank[id] = index;
      frequency[index] = this.frequency[id]!;
    });
    return {
      documents: shared32(1).fill(this.documents),
      ...packedColumns("term", packStrings(terms)),
      "term.frequency": frequency,
      "term.maxima": blockMaxima(frequency),
      ...stemColumns(terms, stemOf),
      ...lengthColumns(terms),
      ...this.pairColumns(rank),
    };
  }

  private idOf(term: string): number {
    let id = this.ids.get(term);
    if (id === undefined) {
      id = this.frequency.length;
      this.ids.set(term, id);
      this.frequency.push(0);
      this.lastDocument.push(0);
    }
    return id;
  }

  private count(id: number): void {
    if (this.lastDocument[id] === this.documents) return;
    this.lastDocument[id] = this.documents;
    this.frequency[id]!++;
  }

  private countPairs(title: readonly string[]): void {
    const seen = new Set<number>();
    let before = -1;
    for (const term of title) {
      const id = this.ids.get(term)!;
      if (before >= 0) seen.add(before * ID_SPACE + id);
      before = id;
    }
    for (const pair of seen) this.pairs.push(pair);
  }

  /** Rows by first term: `pair.starts` (terms + 1), and each row's second terms ascending with their counts. */
  private pairColumns(rank: Uint32Array): Columns {
    const pairs = this.pairs
      .view()
      .map((pair) => rank[Math.floor(pair / ID_SPACE)]! * ID_SPACE + rank[pair % ID_SPACE]!);
    pairs.sort();
    const least = this.documents > SMALL_PART ? 2 : 1;
    const second = new NumberList();
    const count = new NumberList();
    const starts = shared32(rank.length + 1);
    for (let from = 0; from < pairs.length;) {
      const pair = pairs[from]!;
      let to = from + 1;
      while (to < pairs.length && pairs[to] === pair) to++;
      if (to - from >= least) {
        starts[Math.floor(pair / ID_SPACE) + 1]!++;
        second.push(pair % ID_SPACE);
        count.push(to - from);
      }
      from = to;
    }
    for (let i = 0; i < rank.length; i++) starts[i + 1]! += starts[i]!;
    return { "pair.starts": starts, "pair.second": second.toShared32(), "pair.count": count.toShared32() };
  }
}

/** A term's own stem needs no entry but a flag; the others are listed by stem. */
function stemColumns(terms: readonly string[], stemOf: (term: string) => string): Columns {
  const own = new Uint8Array(new SharedArrayBuffer(terms.length));
  const byStem = new Map<string, number[]>();
  terms.forEach((term, index) => {
    const stem = stemOf(term);
    if (stem === term) own[index] = 1;
    else byStem.set(stem, [...(byStem.get(stem) ?? []), index]);
  });
  const stems = [...byStem.keys()].sort(byCodeUnits);
  const starts = shared32(stems.length + 1);
  const members = new NumberList();
  stems.forEach((stem, index) => {
    for (const member of byStem.get(stem)!) members.push(member);
    starts[index + 1] = members.length;
  });
  return {
    "term.ownStem": own,
    ...packedColumns("stem", packStrings(stems)),
    "stem.memberStarts": starts,
    "stem.members": members.toShared32(),
  };
}

/** Terms by length, with the mask of the characters of each, for `nearby`. */
function lengthColumns(terms: readonly string[]): Columns {
  const starts = shared32(MAX_BUCKET + 2);
  for (const term of terms) starts[Math.min(term.length, MAX_BUCKET) + 1]!++;
  for (let i = 0; i <= MAX_BUCKET; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = shared32(terms.length);
  const masks = shared32(terms.length);
  terms.forEach((term, index) => {
    const at = next[Math.min(term.length, MAX_BUCKET)]!++;
    order[at] = index;
    masks[at] = charMask(term);
  });
  return { "length.starts": starts, "length.order": order, "length.masks": masks };
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shared32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}
