import type { Feature } from "../feature.ts";

/** What this shopper looked at in this session, until the last click. */
export const sessionFeatures: readonly Feature[] = [
  { name: "session.log_weight", group: "session", value: (_, { session }) => Math.log1p(session.weight) },
  { name: "session.brand", group: "session", value: ({ brand }) => brand?.session ?? 0 },
  { name: "session.category", group: "session", value: ({ category }) => category?.session ?? 0 },
  { name: "session.category_above", group: "session", value: ({ category }) => category?.sessionAbove ?? 0 },
  {
    name: "session.price",
    group: "session",
    value: ({ logPrice }, { session }) => Math.abs(logPrice - session.logPrice),
  },
  {
    name: "session.seen",
    group: "session",
    value: ({ candidate }, { session }) => (session.seen.has(candidate.group) ? 1 : 0),
  },
  {
    name: "session.carted",
    group: "session",
    value: ({ candidate }, { session }) => (session.carted.has(candidate.group) ? 1 : 0),
  },
];
