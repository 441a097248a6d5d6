import type { Counters } from "../../src/domain/counters.ts";
import type { SessionState } from "../../src/domain/session.ts";
import { globalState } from "../state/global-state.ts";
import { queryKey, wordsOf } from "../state/keys.ts";
import { queryState, wordState } from "../state/query-state.ts";
import type { RankQuery, RankRow } from "../rank-query.ts";
import { categoryView } from "./category-view.ts";
import { placesOf } from "./order-of.ts";
import { plainWords } from "./plain-words.ts";
import type { FieldPlaces, QueryView, WindowPlaces } from "./query-view.ts";
import { queryWords } from "./query-words.ts";
import { sessionView } from "./session-view.ts";
import { tasteView } from "./taste-view.ts";

/** @param counters as `stateKeys` asks for them */
export const openQueryView = (
  asked: RankQuery,
  rows: readonly RankRow[],
  counters: readonly Counters[],
  session: SessionState | null,
): QueryView => {
  const words = queryWords(asked.tree, asked);
  const names = wordsOf(asked.tree.text);
  const nameIdf = Float64Array.from(names, (name) => idfOf(asked.frequency(name), asked.documents));
  const hasQuery = queryKey(asked.tree.text) !== null;
  const query = queryState(hasQuery ? counters[1]! : NO_COUNTERS);
  const firstWord = hasQuery ? 2 : 1;
  const states = names.map((_, i) => wordState(counters[firstWord + i]!));
  const fields = fieldPlaces(asked.fields);
  return {
    words,
    names,
    nameSet: new Set(names),
    nameIdf,
    nameIdfSum: nameIdf.reduce((sum, each) => sum + each, 0),
    nameEvidence: Float64Array.from(states, ({ evidence }) => evidence),
    nowMs: asked.nowMs,
    total: asked.total,
    fields,
    places: windowPlaces(rows, fields),
    categories: categoryView(rows, words, plainWords),
    shop: globalState(counters[0]!),
    query,
    taste: tasteView(query, states, nameIdf),
    session: sessionView(session),
  };
};

const NO_COUNTERS: Counters = new Map();

const idfOf = (frequency: number, documents: number): number =>
  Math.log(1 + (Math.max(documents, frequency) - frequency + 0.5) / (frequency + 0.5));

const KNOWN_FIELDS: readonly string[] = ["title", "brand_text", "categories_text", "attributes_text", "description"];

const fieldPlaces = (names: readonly string[]): FieldPlaces => ({
  title: names.indexOf("title"),
  brand: names.indexOf("brand_text"),
  categories: names.indexOf("categories_text"),
  attributes: names.indexOf("attributes_text"),
  description: names.indexOf("description"),
  others: names.flatMap((name, i) => (KNOWN_FIELDS.includes(name) ? [] : [i])),
});

const windowPlaces = (rows: readonly RankRow[], fields: FieldPlaces): WindowPlaces => {
  const titles = fields.title;
  // All products of a catalogue have the same ones: facts name those, too, that a product lacks.
  const own = [...rows[0]!.facts.numbers.keys()].sort().slice(0, 4);
  return {
    score: placesOf(Float64Array.from(rows, ({ candidate }) => candidate.score)),
    title: placesOf(Float64Array.from(rows, ({ candidate }) => candidate.fieldScores[titles] ?? NaN)),
    price: placesOf(Float64Array.from(rows, ({ facts }) => facts.price ?? NaN)),
    reviews: placesOf(Float64Array.from(rows, ({ facts }) => facts.reviews ?? NaN)),
    own: own.map((name) => ({
      name,
      places: placesOf(Float64Array.from(rows, ({ facts }) => facts.numbers.get(name) ?? NaN)),
    })),
  };
};
