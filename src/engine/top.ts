/** Keeps the best `size` items: higher key first, then lower tie. A heap in typed arrays, the worst at its root. */
export interface Top {
  /** What a key must reach to come in: `-Infinity` until the heap is full. */
  floor(): number;
  push(key: number, tie: number, item: number): void;
  /** Best first; the heap is empty afterwards. */
  drain(): { keys: number[]; items: number[] };
}

export function createTop(size: number): Top {
  const keys = new Float64Array(size);
  const ties = new Uint32Array(size);
  const items = new Uint32Array(size);
  let length = 0;

  /** Puts an item at `hole` or below it, moving better children's places up. */
  function sink(hole: number, key: number, tie: number, item: number): void {
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= length) break;
      if (child + 1 < length && isWorse(keys[child + 1]!, ties[child + 1]!, keys[child]!, ties[child]!)) child++;
      if (!isWorse(keys[child]!, ties[child]!, key, tie)) break;
      put(hole, keys[child]!, ties[child]!, items[child]!);
      hole = child;
    }
    put(hole, key, tie, item);
  }

  function rise(hole: number, key: number, tie: number, item: number): void {
    while (hole > 0) {
      const parent = (hole - 1) >>> 1;
      if (!isWorse(key, tie, keys[parent]!, ties[parent]!)) break;
      put(hole, keys[parent]!, ties[parent]!, items[parent]!);
      hole = parent;
    }
    put(hole, key, tie, item);
  }

  function put(place: number, key: number, tie: number, item: number): void {
    keys[place] = key;
    ties[place] = tie;
    items[place] = item;
  }

  return {
    floor: () => (length < size ? -Infinity : size === 0 ? Infinity : keys[0]!),
    push(key, tie, item) {
      if (length < size) rise(length++, key, tie, item);
      else if (size > 0 && isWorse(keys[0]!, ties[0]!, key, tie)) sink(0, key, tie, item);
    },
    drain() {
      const found = { keys: new Array<number>(length), items: new Array<number>(length) };
      while (length > 0) {
        length--;
        found.keys[length] = keys[0]!;
        found.items[length] = items[0]!;
        const last = length;
        if (last > 0) sink(0, keys[last]!, ties[last]!, items[last]!);
      }
      return found;
    },
  };
}

function isWorse(key: number, tie: number, otherKey: number, otherTie: number): boolean {
  return key < otherKey || (key === otherKey && tie > otherTie);
}
