const FANOUT = 16;

/**
 * Maxima of blocks of 16 values, of blocks of 16 of those, and so on, level after level: with them the largest values
 * of any range are found without reading the range.
 */
export function blockMaxima(values: Uint32Array): Uint32Array {
  const sizes = levelSizes(values.length);
  const maxima = new Uint32Array(new SharedArrayBuffer(sizes.reduce((sum, size) => sum + size, 0) * 4));
  let below: Uint32Array = values;
  let at = 0;
  for (const size of sizes) {
    const level = maxima.subarray(at, at + size);
    for (let i = 0; i < below.length; i++) {
      const block = (i / FANOUT) | 0;
      if (below[i]! > level[block]!) level[block] = below[i]!;
    }
    below = level;
    at += size;
  }
  return maxima;
}

/** Yields the positions of [from, to) by value, largest first; among equals the lowest position first; then -1. */
export function bestFirst(values: Uint32Array, maxima: Uint32Array, from: number, to: number): BestFirst {
  const levels = [values];
  let at = 0;
  for (const size of levelSizes(values.length)) {
    levels.push(maxima.subarray(at, at + size));
    at += size;
  }
  return new BestFirst(levels, from, to);
}

export class BestFirst {
  private readonly levels: readonly Uint32Array[];
  /** A binary heap of blocks: value, level and index of each. */
  private readonly value: number[] = [];
  private readonly level: number[] = [];
  private readonly index: number[] = [];

  constructor(levels: readonly Uint32Array[], from: number, to: number) {
    this.levels = levels;
    this.cover(from, to);
  }

  /** The largest value still to come; -1 when there is none. */
  peek(): number {
    return this.value[0] ?? -1;
  }

  next(): number {
    for (;;) {
      if (this.value.length === 0) return -1;
      const level = this.level[0]!;
      const index = this.index[0]!;
      this.pop();
      if (level === 0) return index;
      const from = index * FANOUT;
      const to = Math.min(from + FANOUT, this.levels[level - 1]!.length);
      for (let i = from; i < to; i++) this.push(level - 1, i);
    }
  }

  /** Whole blocks, as large as fit, and single values at the edges. */
  private cover(from: number, to: number): void {
    let level = 0;
    let low = from;
    let high = to;
    while (low < high) {
      if (level === this.levels.length - 1) {
        for (let i = low; i < high; i++) this.push(level, i);
        return;
      }
      while (low < high && low % FANOUT !== 0) this.push(level, low++);
      while (low < high && high % FANOUT !== 0 && high !== this.levels[level]!.length) this.push(level, --high);
      low = Math.ceil(low / FANOUT);
      high = Math.ceil(high / FANOUT);
      level++;
    }
  }

  private push(level: number, index: number): void {
    const { value } = this;
    const pushed = this.levels[level]![index]!;
    let hole = value.length;
    value.push(0);
    this.level.push(0);
    this.index.push(0);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.precedes(pushed, level, index, parent)) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.set(hole, pushed, level, index);
  }

  private pop(): void {
    const value = this.value.pop()!;
    const level = this.level.pop()!;
    const index = this.index.pop()!;
    const size = this.value.length;
    if (size === 0) return;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (
        child + 1 < size &&
        this.precedes(this.value[child + 1]!, this.level[child + 1]!, this.index[child + 1]!, child)
      )
        child++;
      if (this.precedes(value, level, index, child)) break;
      this.move(child, hole);
      hole = child;
    }
    this.set(hole, value, level, index);
  }

  /** Blocks in the heap never overlap, so comparing where they start orders everything in them. */
  private precedes(value: number, level: number, index: number, other: number): boolean {
    const otherValue = this.value[other]!;
    if (value !== otherValue) return value > otherValue;
    return index * FANOUT ** level < this.index[other]! * FANOUT ** this.level[other]!;
  }

  private move(from: number, to: number): void {
    this.set(to, this.value[from]!, this.level[from]!, this.index[from]!);
  }

  private set(at: number, value: number, level: number, index: number): void {
    this.value[at] = value;
    this.level[at] = level;
    this.index[at] = index;
  }
}

function levelSizes(length: number): number[] {
  const sizes: number[] = [];
  for (let size = Math.ceil(length / FANOUT); size > 1; size = Math.ceil(size / FANOUT)) sizes.push(size);
  return sizes;
}
