import type { Deadline } from "../domain/deadline.ts";
import type { SearchRequest } from "../domain/search.ts";
import { unmeasured } from "../observe/stages.ts";
import type { Understood } from "../query/understand.ts";
import { readCursor, type Place } from "./cursor.ts";
import type { SearchDeps } from "./deps.ts";
import { languageOf } from "./language.ts";
import { orderWindow, type Ordered } from "./order-window.ts";
import { parse } from "./parse.ts";
import { plan, type SearchPlan } from "./plan.ts";
import { rank } from "./rank.ts";
import { retrieveEnough, type Found } from "./relax.ts";

/** All that is known of a search before it is presented. */
export interface Search {
  readonly understood: Understood | null;
  readonly place: Place | null;
  readonly planned: SearchPlan;
  readonly found: Found;
  readonly ordered: Ordered;
}

/**
 * Understands, plans, retrieves and orders.
 *
 * @param kept the order that an earlier page of this search was cut from, best first; products it does not know come after
 */
export async function find(
  request: SearchRequest,
  deadline: Deadline,
  { retrieval, synonyms, learning, staged = unmeasured }: SearchDeps,
  kept: readonly string[] | null = null,
): Promise<Search> {
  const mapping = retrieval.mapping(request.catalog);
  const lexicon = retrieval.lexicon(request.catalog);
  const { vocabulary } = lexicon;
  const rules = synonyms(request.catalog);

  const understood = staged("parse", () =>
    parse(request.text, { mapping, vocabulary, synonyms: rules, typing: false }),
  );
  const place = request.cursor === undefined ? null : readCursor(request.cursor, request);
  const planned = plan(request, understood?.tree ?? null, place, mapping);
  const retrieve = retrieval.retrieve.bind(retrieval);
  const found = await staged("retrieve", () =>
    retrieveEnough(planned.retrieval, lexicon, languageOf(mapping), retrieve, deadline),
  );
  const ranked = rank(found.retrieved, planned.retrieval.fields);
  const ordered = await orderWindow(ranked, request, planned, found, vocabulary, { learning, staged });
  return { understood, place, planned, found, ordered: kept === null ? ordered : inKeptOrder(ordered, kept) };
}

function inKeptOrder(ordered: Ordered, kept: readonly string[]): Ordered {
  const places = new Map(kept.map((id, i) => [id, i]));
  const place = (id: string) => places.get(id) ?? Infinity;
  const order = ordered.ranked.map((each, i) => ({ each, i, place: place(each.candidate.id) }));
  // Infinity - Infinity is NaN: what is not known keeps its order.
  order.sort((a, b) => (a.place === b.place ? a.i - b.i : a.place - b.place));
  return { ...ordered, ranked: order.map(({ each }) => each) };
}
