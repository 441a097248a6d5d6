import { LRUCache } from "lru-cache";
import type { RetrievalPlan, Retrieved } from "../../domain/retrieval.ts";
import { ServerError } from "./errors.ts";

/** Answers from before, for when the server is gone: better an old answer to a known query than none. */
export interface LastGood {
  /** What `retrieve` answers; when the server is gone what it answered last, and says so. */
  readonly answer: (plan: RetrievalPlan, retrieve: () => Promise<Retrieved>) => Promise<Retrieved>;
}

const KEPT_MS = 15 * 60_000;
/** Of a candidate beside its product's JSON. */
const CANDIDATE_BYTES = 500;

/** @param maxBytes 0 keeps none */
export function createLastGood(maxBytes: number): LastGood {
  if (maxBytes === 0) return { answer: (_, retrieve) => retrieve() };
  const known = new LRUCache<string, Retrieved>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 10),
    ttl: KEPT_MS,
    sizeCalculation: bytesOf,
  });
  return {
    async answer(plan, retrieve) {
      const key = JSON.stringify(plan);
      try {
        const answer = await retrieve();
        if (answer.degraded.length === 0) known.set(key, answer);
        return answer;
      } catch (error) {
        const old = known.get(key);
        if (old === undefined || !(error instanceof ServerError) || error.code !== "engine_unavailable") throw error;
        return { ...old, degraded: ["engine_unavailable"] };
      }
    },
  };
}

function bytesOf({ candidates, facets, source }: Retrieved): number {
  const sources = candidates.reduce((sum, _, i) => sum + 2 * source(i).length + CANDIDATE_BYTES, 0);
  return sources + JSON.stringify(facets).length + 1;
}
