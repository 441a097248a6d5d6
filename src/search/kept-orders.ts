import { LRUCache } from "lru-cache";

/**
 * The orders that first pages were cut from, by query id: a session that moves, or a model that is swapped, between two
 * pages must not show a product twice or never.
 */
export interface KeptOrders {
  /** Ids of the window, best first; null when it is not known here (any more): then the order is made anew. */
  of(queryId: string): readonly string[] | null;
  keep(queryId: string, ids: readonly string[]): void;
}

/** Each holds some 200 ids: together some 20 MB. */
const most = 1000;
const forMs = 10 * 60_000;

export function keptOrders(): KeptOrders {
  const orders = new LRUCache<string, readonly string[]>({ max: most, ttl: forMs });
  return {
    of: (queryId) => orders.get(queryId) ?? null,
    keep: (queryId, ids) => void orders.set(queryId, ids),
  };
}
