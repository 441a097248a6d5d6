const SPACE = 2 ** 26;

/** Numbers pairs of ids in the order they first come: an open-addressing table of exact keys in typed arrays. */
export class PairTable {
  size = 0;
  private keys = new Float64Array(1024).fill(-1);
  private numbers = new Uint32Array(1024);

  /** The pair's number, a new one when it has not been seen. Both ids are below 2^26. */
  number(first: number, second: number): number {
    if (this.size * 2 >= this.keys.length) this.grow();
    const key = first * SPACE + second;
    const at = this.place(key);
    if (this.keys[at] === key) return this.numbers[at]!;
    this.keys[at] = key;
    this.numbers[at] = this.size;
    return this.size++;
  }

  private place(key: number): number {
    const mask = this.keys.length - 1;
    const low = key % SPACE;
    const mixed = Math.imul(Math.imul((key - low) / SPACE, 0x9e3779b1) ^ low, 0x85ebca6b);
    let at = (mixed ^ (mixed >>> 15)) & mask;
    while (this.keys[at]! >= 0 && this.keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, numbers } = this;
    this.keys = new Float64Array(keys.length * 2).fill(-1);
    this.numbers = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i]! < 0) continue;
      const at = this.place(keys[i]!);
      this.keys[at] = keys[i]!;
      this.numbers[at] = numbers[i]!;
    }
  }
}
