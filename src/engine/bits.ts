/** Sets of documents as bits, 32 a word. */
export type Bits = Uint32Array;

export function bitWords(documents: number): number {
  return (documents + 31) >>> 5;
}

export function setAll(bits: Bits, documents: number): void {
  bits.fill(0xffffffff);
  if (documents & 31) bits[bits.length - 1] = 2 ** (documents & 31) - 1;
}

export function has(bits: Bits, document: number): boolean {
  return ((bits[document >>> 5]! >>> (document & 31)) & 1) !== 0;
}

export function add(bits: Bits, document: number): void {
  bits[document >>> 5]! |= 1 << (document & 31);
}

export function intersect(bits: Bits, other: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i]! &= other[i]!;
}

export function unite(bits: Bits, other: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i]! |= other[i]!;
}

export function subtract(bits: Bits, other: Bits): void {
  for (let i = 0; i < bits.length; i++) bits[i]! &= ~other[i]!;
}

export function count(bits: Bits): number {
  let total = 0;
  for (const word of bits) {
    let x = word - ((word >>> 1) & 0x55555555);
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    total += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return total;
}

/** Sets of one request, used again by the next: a request is answered without a pause in between. */
export interface BitsPool {
  /** An empty set. */
  take(documents: number): Bits;
  /** All sets taken may be handed out again. */
  reset(): void;
}

export function createBitsPool(): BitsPool {
  const free: Bits[] = [];
  let used = 0;
  return {
    take(documents) {
      const words = bitWords(documents);
      const found = free[used];
      const bits = found !== undefined && found.length >= words ? found : new Uint32Array(words);
      free[used++] = bits;
      return bits.subarray(0, words).fill(0);
    },
    reset() {
      used = 0;
    },
  };
}
