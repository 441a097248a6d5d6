import type { Typed } from "./phrase-part.ts";

/** What else was typed may mean when no phrase has its words as they are: another order, or other spaces. */
export function otherReadings(words: readonly string[]): readonly Typed[] {
  return [...otherOrders(words), ...joined(words), ...split(words)];
}

/** Two or three words: `mouse wirel`. */
function otherOrders(words: readonly string[]): readonly Typed[] {
  const orders = ORDERS[words.length] ?? [];
  return orders.map((order) => ({
    words: order.map((at) => words[at]!),
    unfinished: order.indexOf(words.length - 1),
  }));
}

const ORDERS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  2: [[1, 0]],
  3: [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ],
};

/** `blue tooth` as `bluetooth`. */
function joined(words: readonly string[]): readonly Typed[] {
  if (words.length > MOST_WORDS) return [];
  return words.slice(1).map((word, at) => goingOn([...words.slice(0, at), words[at]! + word, ...words.slice(at + 2)]));
}

/** `wifi` as `wi fi`, which is how `wi-fi` is held. */
function split(words: readonly string[]): readonly Typed[] {
  if (words.length > MOST_WORDS) return [];
  return words.flatMap((word, at) => {
    const before = words.slice(0, at);
    const after = words.slice(at + 1);
    const cuts = Math.min(word.length, LONGEST) - 2 * SHORTEST_PIECE + 1;
    return Array.from({ length: Math.max(0, cuts) }, (_, i) => {
      const cut = i + SHORTEST_PIECE;
      return goingOn([...before, word.slice(0, cut), word.slice(cut), ...after]);
    });
  });
}

const MOST_WORDS = 4;
const SHORTEST_PIECE = 2;
const LONGEST = 20;

function goingOn(words: readonly string[]): Typed {
  return { words, unfinished: words.length - 1 };
}
