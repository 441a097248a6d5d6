import type { Impression } from "../domain/impression.ts";
import { apartFromTrace } from "../observe/trace.ts";
import type { EventStore } from "../ports/event-store.ts";

export interface ImpressionWriterDeps {
  readonly store: Pick<EventStore, "appendImpressions">;
  /** Impressions were left out because the store lags, or lost because it failed. */
  readonly onDropped: (count: number, why: "lag" | "failed", error?: unknown) => void;
  /** How long impressions gather before they are written together, in milliseconds; 50 unless told. */
  readonly everyMs?: number;
  /** Waiting to be written at most; from half of it on they are sampled. 5,000 unless told. */
  readonly most?: number;
  /** In [0, 1). */
  readonly random?: () => number;
}

/** Writes impressions behind the answers, many at once. */
export interface ImpressionWriter extends AsyncDisposable {
  /** Returns at once and never throws. */
  record(impression: Impression): void;
  /** Resolves when all that was recorded before is durable or has been reported as dropped. */
  flush(): Promise<void>;
  /** Pages of a search that this process recorded lately, whether written already or not. */
  recent(catalog: string, queryId: string): readonly Impression[];
  /** Leaves nothing of a shopper in memory. */
  forget(user: string): void;
}

/** Written in one call to the store. */
const batchSize = 500;
const searchesRemembered = 10_000;

export const createImpressionWriter = (deps: ImpressionWriterDeps): ImpressionWriter => {
  const { store, onDropped, everyMs = 50, most = 5000, random = Math.random } = deps;
  let waiting: Impression[] = [];
  let writing: Promise<void> = Promise.resolve();
  let inWork = 0;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const remembered = rememberSearches();

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      inWork = batch.length;
      try {
        await store.appendImpressions(batch);
      } catch (error) {
        onDropped(batch.length, "failed", error);
      }
      inWork = 0;
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    return (writing = writing.then(write));
  };

  return {
    record(impression) {
      remembered.add(impression);
      // From half full on, fewer and fewer are let in: what is left is a fair sample of all.
      const full = (waiting.length + inWork) / most;
      if (closed || full >= 1 || (full > 0.5 && random() < 2 * full - 1)) {
        onDropped(1, "lag");
        return;
      }
      waiting.push(impression);
      timer ??= apartFromTrace(() => setTimeout(() => void flush(), everyMs));
    },
    flush,
    recent: (catalog, queryId) => remembered.of(catalog, queryId),
    forget: (user) => remembered.forget(user),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      await flush();
    },
  };
};

const rememberSearches = () => {
  // A Map keeps the order of insertion: the oldest go first. Vectors are not needed, and are most of it.
  const searches = new Map<string, readonly Impression[]>();
  const keyOf = (catalog: string, queryId: string) => `${queryId}\n${catalog}`;
  return {
    add(impression: Impression): void {
      const key = keyOf(impression.catalog, impression.queryId);
      const pages = searches.get(key) ?? [];
      searches.set(key, [...pages.slice(-9), { ...impression, vectors: none }]);
      if (searches.size > searchesRemembered) searches.delete(searches.keys().next().value!);
    },
    forget(user: string): void {
      for (const [key, pages] of searches) if (pages.some((page) => page.user === user)) searches.delete(key);
    },
    of: (catalog: string, queryId: string): readonly Impression[] => searches.get(keyOf(catalog, queryId)) ?? [],
  };
};

const none = new Float32Array(0);
