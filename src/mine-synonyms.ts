import type { CatalogMapping } from "./domain/mapping.ts";
import type { Product } from "./domain/product.ts";
import type { EventStore } from "./ports/event-store.ts";
import type { LanguageModel } from "./ports/language-model.ts";
import type { ProductStore } from "./ports/product-store.ts";
import type { Retrieval } from "./ports/retrieval.ts";
import type { SynonymStore } from "./ports/synonym-store.ts";
import type { SynonymRule } from "./query/synonyms.ts";
import { languageOf } from "./search/language.ts";
import { parse } from "./search/parse.ts";
import { createSearch } from "./search/search.ts";
import {
  backfillSynonyms,
  type BackfillSynonymsOptions,
  type BackfillSynonymsReport,
  type BackfillSynonymsRun,
} from "./synonyms/backfill-synonyms.ts";
import { chooseByModel } from "./synonyms/choose-by-model.ts";
import type { Answered, Replay } from "./synonyms/measure-effect.ts";
import type { ProductWords, ReadProducts } from "./synonyms/product-words.ts";
import type { Words } from "./synonyms/words.ts";
import { normalizeQuery } from "./text/normalize-query.ts";
import { toDocument } from "./text/to-document.ts";

export interface MineSynonymsDeps {
  readonly stores: {
    readonly events: Pick<EventStore, "tail" | "head" | "erasures">;
    readonly synonyms: SynonymStore;
    readonly products: Pick<ProductStore, "members">;
  };
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
  const { words, products } = miningWords(options.catalog, { stores, retrieval, own });
  const { vocabulary } = retrieval.lexicon(options.catalog);
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
      products,
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

/** How this catalogue's texts are compared, and its products read. */
export const miningWords = (
  catalog: string,
  {
    stores,
    retrieval,
    own,
  }: Pick<MineSynonymsDeps, "retrieval" | "own"> & { readonly stores: Pick<MineSynonymsDeps["stores"], "products"> },
): { readonly words: Words; readonly products: ReadProducts } => {
  const mapping = retrieval.mapping(catalog);
  const { tokens, stem, stopWords } = languageOf(mapping);
  const { vocabulary } = retrieval.lexicon(catalog);
  const terms = (text: string) => tokens(normalizeQuery(text)).map(({ term }) => term);
  const words: Words = {
    ...{ terms, stem, isStopWord: (term) => stopWords.has(term) },
    meant: (text) => {
      const { tree } = parse(text, { mapping, vocabulary, synonyms: own, typing: false }) ?? { tree: null };
      return tree === null ? terms(text) : tree.text.split(" ");
    },
  };
  return { words, products: productReader(catalog, stores.products, mapping, words) };
};

const productReader =
  (
    catalog: string,
    store: Pick<ProductStore, "members">,
    mapping: CatalogMapping,
    { terms, stem }: Words,
  ): ReadProducts =>
  async (groups) => {
    const found = new Map<string, ProductWords>();
    for (const { source } of await store.members(catalog, groups)) {
      if (source === null) continue;
      const product = JSON.parse(source) as Product;
      const group = product.group_id ?? product.id;
      const { text } = toDocument(product, mapping);
      const stems = new Set(found.get(group)?.stems);
      for (const texts of Object.values(text))
        for (const each of texts) for (const term of terms(each)) stems.add(stem(term));
      const brand = terms(product.brand ?? "");
      found.set(group, { ...(found.get(group) ?? { title: terms(product.title), brand }), stems });
    }
    return found;
  };

const replayIn = (catalog: string, retrieval: MineSynonymsDeps["retrieval"]): Replay => {
  // Of each word several names are tried, all beside the same answers without them.
  const answers = new WeakMap<readonly SynonymRule[], Map<string, Answered>>();
  const answer: Replay = async (text, rules) => {
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
  return async (text, rules) => {
    const known = answers.get(rules) ?? new Map<string, Answered>();
    answers.set(rules, known);
    const answered = known.get(text) ?? (await answer(text, rules));
    known.set(text, answered);
    return answered;
  };
};

/** Nobody waits for one of them. */
const replayMs = 10_000;

const groupOf = (source: string): string | undefined => (JSON.parse(source) as { readonly group_id?: string }).group_id;
