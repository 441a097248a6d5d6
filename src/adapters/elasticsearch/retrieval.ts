import type { Deadline } from "../../domain/deadline.ts";
import { WinnowError } from "../../domain/errors.ts";
import type { Candidate, RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import type { ProductStore } from "../../ports/product-store.ts";
import type { Retrieval } from "../../ports/retrieval.ts";
import { isGone, ServerError } from "./errors.ts";
import { createLastGood } from "./last-good.ts";
import { createLiveCatalog, type LiveCatalog, type LiveState } from "./live-catalog.ts";
import { type ReadAnswer, readAnswer, type SearchAnswer } from "./read-answer.ts";
import { type Head, retrieveAfter } from "./retrieve-after.ts";
import { type BodyOptions, headsBody, searchBody } from "./search-body.ts";
import type { Storage } from "./storage.ts";

/** The server is given a little less than the caller, so that what it has found by then still arrives. */
const MARGIN_MS = 20;

export interface RetrievalOptions {
  /** How often the records are read for news. */
  readonly pollMs: number;
  /** More than one shard need their frequencies added up before they score alike. */
  readonly shards: number;
  /** For answers that are given again while the server is gone; 0 keeps none. */
  readonly lastGoodBytes: number;
}

export async function createRetrieval(
  storage: Storage,
  store: ProductStore,
  { pollMs, shards, lastGoodBytes }: RetrievalOptions,
): Promise<Retrieval> {
  const { connection, catalogs, names, indices } = storage;
  const known = new Map<string, LiveCatalog>();
  const lastGood = createLastGood(lastGoodBytes);
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const listed = new Set((await catalogs.list()).map(({ name }) => name));
    for (const name of new Set([...listed, ...known.keys()])) {
      const record = (await catalogs.findOrNull(name))?.record;
      if (closed) return;
      if (record === undefined) {
        const gone = known.get(name);
        known.delete(name);
        await gone?.[Symbol.asyncDispose]();
      } else {
        if (!known.has(name)) known.set(name, createLiveCatalog(record, storage, store));
        void known.get(name)!.follow(record);
      }
    }
  }

  function poll(): void {
    timer = setTimeout(() => {
      // A server that does not answer now is asked again; searches say themselves that they cannot be answered.
      void look()
        .catch(() => undefined)
        .finally(() => closed || poll());
    }, pollMs);
    timer.unref();
  }

  function find(catalog: string): LiveCatalog {
    const found = known.get(catalog);
    if (found === undefined) throw new WinnowError("catalog_not_found", `There is no catalogue “${catalog}”.`);
    return found;
  }

  function stateOf(catalog: string): LiveState {
    const { state, failure } = find(catalog);
    if (state !== null) return state;
    if (failure !== null) throw new WinnowError("engine_unavailable", failure, { retryAfterS: 2 });
    throw new WinnowError("not_ready", `The catalogue “${catalog}” is being loaded.`, { retryAfterS: 2 });
  }

  async function send<T>(catalog: string, body: object, deadline: Deadline): Promise<T> {
    const ms = Math.min(deadline.remainingMs(), 600_000);
    if (deadline.signal.aborted || ms <= 0)
      throw new WinnowError("deadline_exceeded", "There was no time left to search.");
    const timeout = `${Math.max(1, Math.floor(ms - MARGIN_MS))}ms`;
    const query = shards > 1 ? { search_type: "dfs_query_then_fetch" } : {};
    try {
      const { body: answer } = await connection.call<T>(
        {
          method: "POST",
          path: `/${names.alias(catalog)}/_search`,
          query: { ...query, include_named_queries_score: true },
          body: { ...body, timeout },
          repeatable: true,
          search: true,
        },
        { ms, signal: deadline.signal },
      );
      return answer;
    } catch (error) {
      if (error instanceof ServerError && isGone(error))
        throw new WinnowError("not_ready", `The catalogue “${catalog}” has no index at the moment.`, {
          retryAfterS: 1,
          cause: error,
        });
      throw error;
    }
  }

  async function heads(plan: RetrievalPlan, state: LiveState, groups: readonly string[], deadline: Deadline) {
    interface Heads {
      readonly aggregations: { readonly groups: { readonly buckets: readonly HeadBucket[] } };
    }
    if (groups.length === 0) return new Map<string, Head>();
    const { aggregations } = await send<Heads>(plan.catalog, headsBody(plan, state, groups), deadline);
    return new Map(
      aggregations.groups.buckets.map(({ key, doc_count: variants, best }): [string, Head] => [
        key,
        { id: best.hits.hits[0]!._source.winnow.id, variants },
      ]),
    );
  }

  async function retrieve(plan: RetrievalPlan, deadline: Deadline): Promise<Retrieved> {
    const state = stateOf(plan.catalog);
    const search = async (each: RetrievalPlan, options: BodyOptions): Promise<ReadAnswer> => {
      const body = searchBody(each, state, options);
      return readAnswer(await send<SearchAnswer>(each.catalog, body, deadline), each, state);
    };
    const collapses = plan.collapse && state.hasVariants;
    if (collapses && plan.after !== undefined && plan.size > 0)
      return await retrieveAfter(plan, {
        search: (each) => search(each, { collapses: false, countsVariants: false }),
        heads: (groups) => heads(plan, state, groups, deadline),
      });
    // Members of one group may be on several shards, each of which has too few of them to tell.
    const countsVariants = state.hasVariants && plan.size > 0 && shards === 1;
    const { uncounted, ...found } = await search(plan, { collapses, countsVariants });
    const groups = state.hasVariants && shards > 1 ? found.candidates.map(({ group }) => group) : uncounted;
    const counted = await heads(plan, state, [...new Set(groups)], deadline);
    if (counted.size === 0) return found;
    const withCount = (each: Candidate) => ({ ...each, variants: counted.get(each.group)?.variants ?? each.variants });
    return { ...found, candidates: found.candidates.map(withCount) };
  }

  await look();
  poll();
  return {
    retrieve: (plan, deadline) => lastGood.answer(plan, () => retrieve(plan, deadline)),
    mapping: (catalog) => stateOf(catalog).mapping,
    lexicon: (catalog) => stateOf(catalog).lexicon,
    async refresh(catalog) {
      const { record } = await catalogs.find(catalog);
      if (!known.has(catalog)) known.set(catalog, createLiveCatalog(record, storage, store));
      await indices.refresh(record.index);
      await find(catalog).follow(record);
      const { state, failure } = find(catalog);
      if (failure !== null || state === null)
        throw new WinnowError("engine_unavailable", failure ?? "The catalogue could not be loaded.", {
          retryAfterS: 2,
        });
    },
    stats: (catalog) => stateOf(catalog).stats,
    health(catalog) {
      const { state, seen, failure } = find(catalog);
      const lag = Math.max(0, seen.sequence - (state?.stats.sequence ?? 0));
      return { ready: state !== null, lag, ...(failure !== null && { detail: failure }) };
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([...known.values()].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

interface HeadBucket {
  readonly key: string;
  readonly doc_count: number;
  readonly best: { readonly hits: { readonly hits: readonly { readonly _source: { winnow: { id: string } } }[] } };
}
