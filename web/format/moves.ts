import type { SearchHit } from "../api/answers.ts";

/** How far a product moved from one list to the other: 3 is three places up, null is not in the other list. */
export const movesOf = (
  before: readonly SearchHit[],
  after: readonly SearchHit[],
): ReadonlyMap<string, number | null> => {
  const places = new Map(before.map(({ id, position }) => [id, position]));
  return new Map(
    after.map(({ id, position }) => {
      const place = places.get(id);
      return [id, place === undefined ? null : place - position];
    }),
  );
};
