/** Highest divisors of a field: overall, and by window for each list that was asked for, by its first posting. */
export interface Maxima {
  readonly overall: number;
  readonly byList: Map<number, Float32Array>;
}

export function createMaxima(divisors: Float32Array): Maxima {
  return { overall: divisors.reduce((highest, each) => Math.max(highest, each), 1), byList: new Map() };
}
