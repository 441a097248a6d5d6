import { setImmediate as breathe } from "node:timers/promises";
import type { PopularQuery } from "./domain/popular-query.ts";
import type { AnswerStore } from "./ports/answer-store.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { createSearch } from "./search/search.ts";
import { chooseQueries } from "./suggestions/choose-queries.ts";
import { keptQueries } from "./suggestions/kept-queries.ts";
import { toRules } from "./synonyms/live-synonyms.ts";
import { readTrails } from "./synonyms/read-trails.ts";

export interface MineSuggestionsDeps {
  readonly stores: {
    readonly events: Pick<EventStore, "tail" | "head" | "erasures">;
    readonly synonyms: Pick<SynonymStore, "list">;
    readonly answers: Pick<AnswerStore, "find" | "keep">;
  };
  /** The catalogue's index is ready. */
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  /** Synonyms of the shop's own file. */
  readonly own: readonly SynonymRule[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface MineSuggestionsRun {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number, note: string) => void;
}

export interface MinedSuggestions {
  readonly kept: number;
  /** Queries of enough shoppers that find nothing now, or only otherwise than as typed. */
  readonly dropped: number;
}

const days30Ms = 30 * 86_400_000;
/** Nobody waits for one of them. */
const searchMs = 10_000;

/**
 * A catalogue's popular queries of the last 30 days, each searched for again, in place of those before. Erased shoppers
 * and what is past its time are in no log and so not in the new list.
 */
export const mineSuggestions = async (
  { stores, retrieval, own, now }: MineSuggestionsDeps,
  catalog: string,
  { signal, onProgress }: MineSuggestionsRun,
): Promise<MinedSuggestions> => {
  const trails = await readTrails(stores.events, {
    ...{ catalog, signal },
    onProgress: (done, total) => onProgress(done, 2 * total, "the log is read"),
  });
  const atMs = now();
  const chosen = chooseQueries(trails, atMs - days30Ms);
  const learned = await stores.synonyms.list(catalog, { status: "live", limit: 10_000 });
  const rules = [...own, ...learned.flatMap(toRules)];
  const search = createSearch({ retrieval, synonyms: () => rules, newQueryId: () => "" });
  const kept: PopularQuery[] = [];
  for (const [i, { text, shoppers }] of chosen.entries()) {
    signal.throwIfAborted();
    onProgress(chosen.length + i, 2 * chosen.length, "what is popular is searched for");
    const { total, corrected, relaxed } = await search.search(
      {
        ...{ catalog, text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 1 },
        ...{ collapse: true, explain: false, highlight: false, order: "text" },
      },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(searchMs)]), remainingMs: () => searchMs },
    );
    if (total > 0 && corrected === undefined && relaxed === undefined) kept.push({ text, shoppers, count: total });
    await breathe();
  }
  signal.throwIfAborted();
  await keptQueries(stores.answers).replace(catalog, kept, atMs);
  return { kept: kept.length, dropped: chosen.length - kept.length };
};
