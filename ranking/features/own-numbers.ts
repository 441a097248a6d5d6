import type { Feature } from "../feature.ts";
import type { QueryView } from "../views/query-view.ts";
import type { RowView } from "../views/row-view.ts";
import { MOST_OWN } from "../views/window-places.ts";

/** Number fields of the shop's own mapping (margin, popularity, year …), the first three by name. */
export const ownNumberFeatures: readonly Feature[] = Array.from({ length: MOST_OWN }, (_, slot) => slot).flatMap(
  (slot): readonly Feature[] => [
    { name: `own.number_${slot + 1}`, group: "own", value: (row, query) => numberIn(row, query, slot) },
    {
      name: `own.place_${slot + 1}`,
      group: "own",
      value: (row, query) => query.places.own[slot]?.places.of(numberIn(row, query, slot)) ?? NaN,
    },
  ],
);

const numberIn = ({ facts }: RowView, { places }: QueryView, slot: number): number => {
  const own = places.own[slot];
  return own === undefined ? NaN : (facts.numbers.get(own.name) ?? NaN);
};
