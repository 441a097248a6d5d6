/**
 * What is alike in each group but the position: how often it was shown at each, and how often clicked there. Rows of a
 * group may come apart; the group's number keeps them together.
 */
export interface PositionGroups {
  readonly size: number;
  readonly group: Int32Array;
  /** From 1. */
  readonly position: Uint16Array;
  readonly shown: Float32Array;
  readonly clicked: Float32Array;
}

export interface GroupCollector {
  add(key: number, position: number, clicked: boolean): void;
  /** Only groups that can tell something: clicked, and seen at two positions or more. */
  finish(): PositionGroups;
}

/** @param key of `add`: any whole number up to 2^53, such as a hash */
export function collectGroups(): GroupCollector {
  let keys = new Float64Array(1024);
  let codes = new Uint32Array(1024);
  let count = 0;
  return {
    add(key, position, clicked) {
      if (count === keys.length) {
        keys = grown(keys, new Float64Array(count * 2));
        codes = grown(codes, new Uint32Array(count * 2));
      }
      keys[count] = key;
      codes[count] = position * 2 + Number(clicked);
      count += 1;
    },
    finish: () => summarize(keys.subarray(0, count), codes.subarray(0, count)),
  };
}

function grown<A extends Float64Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function summarize(keys: Float64Array, codes: Uint32Array): PositionGroups {
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || codes[a]! - codes[b]!);
  const rows: { group: number[]; position: number[]; shown: number[]; clicked: number[] } = {
    group: [],
    position: [],
    shown: [],
    clicked: [],
  };
  let groups = 0;
  for (let from = 0; from < order.length;) {
    const key = keys[order[from]!]!;
    const first = rows.group.length;
    let clicks = 0;
    let at = from;
    for (; at < order.length && keys[order[at]!] === key; at += 1) {
      const code = codes[order[at]!]!;
      const position = code >>> 1;
      const last = rows.position.length - 1;
      clicks += code & 1;
      if (last >= first && rows.position[last] === position) {
        rows.shown[last]! += 1;
        rows.clicked[last]! += code & 1;
      } else {
        rows.group.push(groups);
        rows.position.push(position);
        rows.shown.push(1);
        rows.clicked.push(code & 1);
      }
    }
    if (clicks > 0 && rows.group.length - first > 1) groups += 1;
    else for (const column of Object.values(rows)) column.length = first;
    from = at;
  }
  return {
    size: rows.group.length,
    group: Int32Array.from(rows.group),
    position: Uint16Array.from(rows.position),
    shown: Float32Array.from(rows.shown),
    clicked: Float32Array.from(rows.clicked),
  };
}
