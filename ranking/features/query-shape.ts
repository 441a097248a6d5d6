import type { Feature } from "../feature.ts";

/** What kind of query it is: the same for all its products; trees use it to read the other features by. */
export const queryShapeFeatures: readonly Feature[] = [
  { name: "query.words", group: "query", value: (_, { words }) => words.required },
  {
    name: "query.mean_idf",
    group: "query",
    value: (_, { words }) => (words.required === 0 ? NaN : words.idfSum / words.required),
  },
  { name: "query.log_total", group: "query", value: (_, { total }) => Math.log1p(Math.max(0, total)) },
];
