import { collectGroups, type PositionGroups } from "./position-groups.ts";

/** A product that was shown, by what it may be compared with. */
export interface BiasRow {
  /** Hash of the query and the product. */
  readonly pair: number;
  /** Hash of the place that its order gave it; null where chance was not at work. */
  readonly place: number | null;
  /** From 1. */
  readonly position: number;
  readonly clicked: boolean;
}

export interface BiasRows {
  /** Begins the rows of one. */
  search(query: string): void;
  add(row: BiasRow): void;
  /** @param keyOf what is alike but for its position; null leaves a row out */
  groups(
    keyOf: (row: Pick<BiasRow, "pair" | "place"> & { readonly searches: number }) => number | null,
  ): PositionGroups;
}

/** Some 30 bytes a row. */
export function collectRows(): BiasRows {
  const queries = new Map<string, number>();
  const searches: number[] = [];
  let query = -1;
  let room = 1024;
  let count = 0;
  let pairs = new Float64Array(room);
  let places = new Float64Array(room);
  let codes = new Uint32Array(room);
  let ofQuery = new Int32Array(room);
  const grow = (): void => {
    room *= 2;
    const larger = <A extends Float64Array | Uint32Array | Int32Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    pairs = larger(new Float64Array(room), pairs);
    places = larger(new Float64Array(room), places);
    codes = larger(new Uint32Array(room), codes);
    ofQuery = larger(new Int32Array(room), ofQuery);
  };
  return {
    search(text) {
      query = queries.get(text) ?? queries.size;
      queries.set(text, query);
      searches[query] = (searches[query] ?? 0) + 1;
    },
    add({ pair, place, position, clicked }) {
      if (count === room) grow();
      pairs[count] = pair;
      places[count] = place ?? NaN;
      codes[count] = position * 2 + Number(clicked);
      ofQuery[count] = query;
      count += 1;
    },
    groups(keyOf) {
      const groups = collectGroups();
      for (let row = 0; row < count; row += 1) {
        const place = places[row]!;
        const key = keyOf({
          pair: pairs[row]!,
          place: Number.isNaN(place) ? null : place,
          searches: searches[ofQuery[row]!]!,
        });
        if (key !== null) groups.add(key, codes[row]! >>> 1, (codes[row]! & 1) === 1);
      }
      return groups.finish();
    },
  };
}
