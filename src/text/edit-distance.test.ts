import fc from "fast-check";
import { editDistance } from "./edit-distance.ts";

test.each([
  ["", "", 0],
  ["laptop", "laptop", 0],
  ["laptop", "latpop", 1],
  ["laptop", "lptop", 1],
  ["laptop", "laptops", 1],
  ["laptop", "lapdop", 1],
  ["laptop", "apltop", 2],
  ["ca", "abc", 3],
  ["", "ab", 2],
])("from %j to %j it is %i", (a, b, distance) => {
  expect(editDistance(a, b, 5)).toBe(distance);
});

test("agrees with the plain definition, and says max + 1 beyond max", () => {
  const seed = Date.now() % 1_000_000;
  const word = fc.stringMatching(/^[abc]{0,9}$/u);
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
      expect([seed, editDistance(a, b, max)]).toEqual([seed, Math.min(plain(a, b), max + 1)]);
    }),
    { seed, numRuns: 3000 },
  );
});

test("takes words longer than its scratch rows", () => {
  expect(editDistance("a".repeat(5000), `b${"a".repeat(4998)}b`, 3)).toBe(2);
  expect(editDistance("ab".repeat(300), "ba".repeat(300), 3)).toBe(2);
});

/** Optimal string alignment, as the textbook has it. */
const plain = (a: string, b: string): number => {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const at = (i: number, j: number): number => table[i]![j]!;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      table[i]![j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? at(i - 2, j - 2) + 1 : Infinity,
      );
    }
  }
  return at(a.length, b.length);
};
