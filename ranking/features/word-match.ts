import type { MatchKind } from "../../src/domain/query-tree.ts";
import type { Feature } from "../feature.ts";
import type { QueryView } from "../views/query-view.ts";
import { QUALITY } from "../views/query-words.ts";
import type { RowView } from "../views/row-view.ts";

/** How the query's words were found, in whatever field. */
export const wordMatchFeatures: readonly Feature[] = [
  {
    name: "words.matched",
    group: "match",
    value: (row, query) => shareOf(row, query, (kind) => (kind === null ? 0 : 1)),
  },
  {
    name: "words.quality",
    group: "match",
    value: (row, query) => shareOf(row, query, (kind) => (kind === null ? 0 : QUALITY[kind])),
  },
  {
    name: "words.typos",
    group: "match",
    value: (row, query) => shareOf(row, query, (kind) => (kind === "typo" ? 1 : 0)),
  },
];

/** Of the words that count; 0 for browsing. */
const shareOf = ({ candidate }: RowView, { words }: QueryView, worth: (kind: MatchKind | null) => number): number => {
  let sum = 0;
  for (let w = 0; w < words.count; w++) sum += words.counts[w]! * worth(candidate.matched[w] ?? null);
  return words.required === 0 ? 0 : sum / words.required;
};
