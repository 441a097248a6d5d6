/** A list of numbers that grows without boxing them. */
export class NumberList {
  length = 0;
  private items: Float64Array | Uint32Array;

  /** Whole numbers below 2^32, or with `Float64Array` any. */
  constructor(kind: typeof Float64Array | typeof Uint32Array = Uint32Array) {
    this.items = new kind(16);
  }

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new (this.items.constructor as typeof Uint32Array)(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = item;
  }

  at(index: number): number {
    return this.items[index]!;
  }

  set(index: number, item: number): void {
    this.items[index] = item;
  }

  add(index: number, item: number): void {
    this.items[index]! += item;
  }

  /** The numbers themselves, not a copy; valid until the next push. */
  view(): Float64Array | Uint32Array {
    return this.items.subarray(0, this.length);
  }

  toShared32(): Uint32Array {
    const column = new Uint32Array(new SharedArrayBuffer(this.length * 4));
    column.set(this.view());
    return column;
  }
}
