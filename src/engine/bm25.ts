/**
 * Lucene's BM25 as Elasticsearch scores with it: k1 1.2, b 0.75, the (k1 + 1) factor kept, field lengths in one byte,
 * each step rounded to float32. Source: Lucene `BM25Similarity`, `SmallFloat`; Elasticsearch `LegacyBM25Similarity`.
 */
const { fround } = Math;
const K1 = fround(1.2);
const B = fround(0.75);
const K1_PLUS_1 = fround(1 + K1);

/** What the score needs of one text field over all segments, deleted documents included until they are merged away. */
export interface FieldStats {
  /** Documents that have the field. */
  readonly documents: number;
  /** Terms in it over all documents, repeats counted. */
  readonly terms: number;
}

/** @returns float32; n documents of N have the term */
export function idf(n: number, N: number): number {
  return fround(Math.log(1 + (N - n + 0.5) / (n + 0.5)));
}

/** The `w` of `w − w / (1 + tf × norm)`. */
export function termWeight(boost: number, n: number, N: number): number {
  return fround(fround(fround(boost) * K1_PLUS_1) * idf(n, N));
}

/** The boost of an alternative in a field. */
export function boostOf(fieldWeight: number, alternativeWeight: number): number {
  return fround(fround(fieldWeight) * fround(alternativeWeight));
}

/** Length byte → norm: 256 values. */
export function norms(stats: FieldStats): Float32Array {
  const average = fround(stats.documents === 0 ? 1 : stats.terms / stats.documents);
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const relative = fround(fround(B * byteToLength(byte)) / average);
    return 1 / fround(K1 * fround(fround(1 - B) + relative));
  });
}

/** The divisor `1 + tf × norm`. */
export function divisor(tf: number, norm: number): number {
  return fround(1 + fround(tf * norm));
}

export function bm25(weight: number, divisor: number): number {
  return fround(weight - fround(weight / divisor));
}

/** Values below this are kept as they are; those above keep four significant bits. */
const EXACT = 24;

/** Lucene's `SmallFloat.intToByte4`: exact to 40. */
export function lengthToByte(length: number): number {
  return length < EXACT ? length : EXACT + toFourBits(length - EXACT);
}

/** Lucene's `SmallFloat.byte4ToInt`. */
export function byteToLength(byte: number): number {
  if (byte < EXACT) return byte;
  const bits = (byte - EXACT) & 7;
  const shift = ((byte - EXACT) >>> 3) - 1;
  return EXACT + (shift === -1 ? bits : (bits | 8) * 2 ** shift);
}

function toFourBits(value: number): number {
  const shift = 32 - Math.clz32(value) - 4;
  return shift < 0 ? value : ((value >>> shift) & 7) | ((shift + 1) << 3);
}
