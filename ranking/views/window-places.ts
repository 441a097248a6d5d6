import type { RankRow } from "../rank-query.ts";
import { type Places, placesOf } from "./order-of.ts";

/** How the window's products compare. */
export interface WindowPlaces {
  readonly score: Places;
  readonly title: Places;
  readonly price: Places;
  readonly reviews: Places;
  /** Of the shop's own numbers, by name in ascending order. */
  readonly own: readonly { readonly name: string; readonly places: Places }[];
}

/** @param title the place of the title's score; −1 for none */
export const windowPlaces = (rows: readonly RankRow[], title: number): WindowPlaces => {
  const [score, titles, price, reviews] = Array.from({ length: 4 }, () => new Float64Array(rows.length));
  for (let r = 0; r < rows.length; r++) {
    const { candidate, facts } = rows[r]!;
    score![r] = candidate.score;
    titles![r] = candidate.fieldScores[title] ?? NaN;
    price![r] = facts.price ?? NaN;
    reviews![r] = facts.reviews ?? NaN;
  }
  // All products of a catalogue have the same ones: facts name those, too, that a product lacks.
  const names = [...rows[0]!.facts.numbers.keys()].sort().slice(0, MOST_OWN);
  return {
    score: placesOf(score!),
    title: placesOf(titles!),
    price: placesOf(price!),
    reviews: placesOf(reviews!),
    own: names.map((name) => ({ name, places: ownPlaces(rows, name) })),
  };
};

/** Features for so many. */
export const MOST_OWN = 3;

const ownPlaces = (rows: readonly RankRow[], name: string): Places => {
  const values = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) values[r] = rows[r]!.facts.numbers.get(name) ?? NaN;
  return placesOf(values);
};
