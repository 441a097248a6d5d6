import type { Feature } from "../feature.ts";
import type { RowView } from "../views/row-view.ts";

/** The engine's own order, and BM25 a field as it comes from the engine. */
export const firstStageFeatures: readonly Feature[] = [
  { name: "first_stage.score", group: "first_stage", value: ({ candidate }) => candidate.score },
  {
    name: "first_stage.share_of_best",
    group: "first_stage",
    value: ({ candidate }, { places }) => shareOf(candidate.score, places.score.largest),
  },
  { name: "first_stage.log_rank", group: "first_stage", value: ({ firstStageRank }) => Math.log(firstStageRank) },
  { name: "first_stage.identifier", group: "match", value: ({ candidate }) => (candidate.identifier ? 1 : 0) },
  { name: "bm25.title", group: "title", value: (row, { fields }) => scoreAt(row, fields.title) },
  {
    name: "bm25.title_share_of_best",
    group: "title",
    value: (row, { fields, places }) => shareOf(scoreAt(row, fields.title), places.title.largest),
  },
  { name: "bm25.brand", group: "fields", value: (row, { fields }) => scoreAt(row, fields.brand) },
  { name: "bm25.categories", group: "fields", value: (row, { fields }) => scoreAt(row, fields.categories) },
  { name: "bm25.attributes", group: "fields", value: (row, { fields }) => scoreAt(row, fields.attributes) },
  { name: "bm25.description", group: "fields", value: (row, { fields }) => scoreAt(row, fields.description) },
  { name: "bm25.own_1", group: "fields", value: (row, { fields }) => scoreAt(row, fields.others[0] ?? -1) },
  { name: "bm25.own_2", group: "fields", value: (row, { fields }) => scoreAt(row, fields.others[1] ?? -1) },
  { name: "bm25.own_3", group: "fields", value: (row, { fields }) => scoreAt(row, fields.others[2] ?? -1) },
];

/** NaN when the catalogue has no such field. */
const scoreAt = ({ candidate }: RowView, place: number): number =>
  place === -1 ? NaN : (candidate.fieldScores[place] ?? NaN);

const shareOf = (value: number, best: number): number => (best > 0 ? value / best : 0);
