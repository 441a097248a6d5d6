import type { Counters } from "../../src/domain/counters.ts";
import type { SessionState } from "../../src/domain/session.ts";
import type { RankQuery, RankRow } from "../rank-query.ts";
import { globalState } from "../state/global-state.ts";
import { queryKey } from "../state/keys.ts";
import { queryState, wordState } from "../state/query-state.ts";
import { brandViews } from "./brand-view.ts";
import { categoryViews } from "./category-view.ts";
import { queryNames } from "./query-names.ts";
import type { FieldPlaces, QueryView } from "./query-view.ts";
import { queryWords } from "./query-words.ts";
import { sessionView } from "./session-view.ts";
import { tasteView } from "./taste-view.ts";
import { windowPlaces } from "./window-places.ts";

/** @param counters as `stateKeys` asks for them */
export const openQueryView = (
  asked: RankQuery,
  rows: readonly RankRow[],
  counters: readonly Counters[],
  past: SessionState | null,
): QueryView => {
  const words = queryWords(asked.tree, asked);
  const hasQuery = queryKey(asked.tree.text) !== null;
  const query = queryState(hasQuery ? counters[1]! : NO_COUNTERS);
  const states = counters.slice(hasQuery ? 2 : 1, counters.length - rows.length).map((each) => wordState(each));
  const names = queryNames(asked.tree.text, asked, states);
  const fields = fieldPlaces(asked.fields);
  const taste = tasteView(query, states, names.idf);
  const session = sessionView(past);
  return {
    words,
    names,
    nowMs: asked.nowMs,
    total: asked.total,
    fields,
    places: windowPlaces(rows, fields.title),
    categories: categoryViews(rows, words, taste, session),
    brands: brandViews(rows, words, session),
    shop: globalState(counters[0]!),
    query,
    taste,
    session,
  };
};

const NO_COUNTERS: Counters = new Map();

const KNOWN_FIELDS: readonly string[] = ["title", "brand_text", "categories_text", "attributes_text", "description"];

const fieldPlaces = (names: readonly string[]): FieldPlaces => ({
  title: names.indexOf("title"),
  brand: names.indexOf("brand_text"),
  categories: names.indexOf("categories_text"),
  attributes: names.indexOf("attributes_text"),
  description: names.indexOf("description"),
  others: names.flatMap((name, i) => (KNOWN_FIELDS.includes(name) ? [] : [i])),
});
