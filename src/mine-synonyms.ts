import type { EventStore } from "./ports/event-store.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { languageOf } from "./search/language.ts";
import { createSearch } from "./search/search.ts";
import {
  backfillSynonyms,
  type BackfillSynonymsOptions,
  type BackfillSynonymsReport,
  type BackfillSynonymsRun,
} from "./synonyms/backfill-synonyms.ts";
import { chooseByModel } from "./synonyms/choose-by-model.ts";
import type { Words } from "./synonyms/count-pairs.ts";
import type { Replay } from "./synonyms/measure-effect.ts";
import { normalizeQuery } from "./text/normalize-query.ts";

export interface MineSynonymsDeps {
  readonly stores: { readonly events: EventStore; readonly synonyms: SynonymStore };
  /** The catalogue's index is ready. */
  readonly retrieval: Pick<Retrieval, "retrieve" | "mapping" | "lexicon">;
  /** Of the shop's own file. */
  readonly own: readonly SynonymRule[];
  /** Null where none is configured. */
  readonly model: LanguageModel | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** `backfillSynonyms` over the very search that shoppers use, in the order of words. */
export const mineSynonyms = (
  { stores, retrieval, own, model, now }: MineSynonymsDeps,
  options: BackfillSynonymsOptions,
  run: BackfillSynonymsRun,
): Promise<BackfillSynonymsReport> => {
  const { tokens, stem, stopWords } = languageOf(retrieval.mapping(options.catalog));
  const { vocabulary } = retrieval.lexicon(options.catalog);
  const words: Words = {
    terms: (text) => tokens(normalizeQuery(text)).map(({ term }) => term),
    stem,
    isStopWord: (term) => stopWords.has(term),
  };
  const choice = (): readonly string[] =>
    vocabulary
      .withPrefix("", 1000)
      .map(({ term }) => term)
      .filter((term) => /^\p{L}{3,}$/u.test(term) && !words.isStopWord(term))
      .slice(0, 300);
  return backfillSynonyms(
    {
      ...{ events: stores.events, store: stores.synonyms, own, now },
      vocabulary,
      words,
      ...(model !== null && {
        suggest: (texts) =>
          chooseByModel(
            { model, words, frequency: (term) => vocabulary.frequency(term), choice: choice(), signal: run.signal },
            texts,
          ),
      }),
      replay: replayIn(options.catalog, retrieval),
    },
    options,
    run,
  );
};

const replayIn =
  (catalog: string, retrieval: MineSynonymsDeps["retrieval"]): Replay =>
  async (text, rules) => {
    const search = createSearch({ retrieval, synonyms: () => rules, newQueryId: () => "" });
    const found = await search.search(
      {
        ...{ catalog, text, filters: [], facets: [], sort: { by: "relevance" }, page: 1, size: 24 },
        ...{ collapse: true, explain: false, highlight: false, order: "text" },
      },
      { signal: AbortSignal.timeout(replayMs), remainingMs: () => replayMs },
    );
    return {
      total: found.total,
      whole: found.relaxed === undefined && found.corrected === undefined,
      groups: found.hits.map(({ id, source }) => groupOf(source) ?? id),
    };
  };

/** Nobody waits for one of them. */
const replayMs = 10_000;

const groupOf = (source: string): string | undefined => (JSON.parse(source) as { readonly group_id?: string }).group_id;
