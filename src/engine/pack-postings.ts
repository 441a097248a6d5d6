import type { Column } from "../domain/columns.ts";
import type { Tokens } from "./forward.ts";
import { shared } from "./shared.ts";

/** Term frequencies above this score like it: BM25 is flat there. */
export const MAX_TF = 255;

/**
 * The inverted index of a field. A posting is one 32-bit number: the document in its high bits, below it a code for
 * (term frequency, length byte), so that scoring one is one load and one look-up.
 * `postings`, `postingStarts` term → first posting, `codes` code → tf | length byte << 8, `codeBits` [width of a code].
 */
export function packPostings(
  prefix: string,
  tokens: Tokens,
  lengths: Uint8Array,
  terms: number,
): Record<string, Column> {
  const documents = lengths.length;
  const codeBits = Math.min(16, 32 - bitsFor(documents));
  const postingStarts = shared.u32(terms + 1);
  const pairCounts = new Uint32Array(65536);
  forEachPosting(tokens, terms, (document, term, tf) => {
    postingStarts[term + 1]!++;
    pairCounts[tf | (lengths[document]! << 8)]!++;
  });
  for (let term = 0; term < terms; term++) postingStarts[term + 1]! += postingStarts[term]!;

  const { codes, codeOf } = assignCodes(pairCounts, 2 ** codeBits);
  const postings = shared.u32(postingStarts[terms]!);
  const next = postingStarts.slice();
  forEachPosting(tokens, terms, (document, term, tf) => {
    postings[next[term]!++] = ((document << codeBits) | codeOf[tf | (lengths[document]! << 8)]!) >>> 0;
  });
  const width = shared.u32(1);
  width[0] = codeBits;
  return {
    [`${prefix}.postings`]: postings,
    [`${prefix}.postingStarts`]: postingStarts,
    [`${prefix}.codes`]: codes,
    [`${prefix}.codeBits`]: width,
  };
}

function bitsFor(documents: number): number {
  return Math.max(1, 32 - Math.clz32(Math.max(1, documents - 1)));
}

function forEachPosting(
  { ordinals, starts }: Tokens,
  terms: number,
  visit: (document: number, term: number, tf: number) => void,
): void {
  const counts = new Uint32Array(terms);
  for (let document = 0; document + 1 < starts.length; document++) {
    const [from, to] = [starts[document]!, starts[document + 1]!];
    for (let i = from; i < to; i++) counts[ordinals[i]!]!++;
    for (let i = from; i < to; i++) {
      const term = ordinals[i]!;
      if (counts[term] === 0) continue;
      visit(document, term, Math.min(MAX_TF, counts[term]!));
      counts[term] = 0;
    }
  }
}

/** Frequent pairs get low codes. When codes run out, a rare pair takes that of a pair that scores about the same. */
function assignCodes(pairCounts: Uint32Array, limit: number) {
  const pairs = Array.from(pairCounts.keys()).filter((pair) => pairCounts[pair]! > 0);
  pairs.sort((a, b) => pairCounts[b]! - pairCounts[a]! || a - b);
  const codes = shared.u16(Math.min(limit, pairs.length));
  const codeOf = new Uint32Array(65536);
  for (const [code, pair] of pairs.slice(0, limit).entries()) {
    codes[code] = pair;
    codeOf[pair] = code;
  }
  for (const pair of pairs.slice(limit)) codeOf[pair] = nearest(codes, pair);
  return { codes, codeOf };
}

function nearest(codes: Uint16Array, pair: number): number {
  const distance = (other: number) =>
    Math.abs(Math.log(Math.max(1, other & 255) / Math.max(1, pair & 255))) + Math.abs((other >>> 8) - (pair >>> 8)) / 8;
  let best = 0;
  for (let code = 1; code < codes.length; code++) if (distance(codes[code]!) < distance(codes[best]!)) best = code;
  return best;
}
