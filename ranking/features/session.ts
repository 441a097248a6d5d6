import type { Feature } from "../feature.ts";
import { parentOf } from "../views/session-view.ts";
import { logPrice } from "./price.ts";

/** What this shopper looked at in this session, until the last click. */
export const sessionFeatures: readonly Feature[] = [
  { name: "session.log_weight", group: "session", value: (_, { session }) => Math.log1p(session.weight) },
  {
    name: "session.brand",
    group: "session",
    value: ({ facts }, { session }) => (facts.brand === null ? 0 : (session.brands.get(facts.brand) ?? 0)),
  },
  {
    name: "session.category",
    group: "session",
    value: ({ facts }, { session }) => (facts.category === null ? 0 : (session.categories.get(facts.category) ?? 0)),
  },
  {
    name: "session.category_above",
    group: "session",
    value: ({ facts }, { session }) =>
      facts.category === null || session.weight === 0 ? 0 : (session.parents.get(parentOf(facts.category)) ?? 0),
  },
  {
    name: "session.price",
    group: "session",
    value: ({ facts }, { session }) => Math.abs(logPrice(facts.price) - session.logPrice),
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
