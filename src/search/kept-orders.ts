import { LRUCache } from "lru-cache";
import type { Filter } from "../domain/filter.ts";

/**
 * The orders that first pages were cut from, by query id, catalogue and the key's filter: a session that moves, or a model that is swapped, between two
 * pages must not show a product twice or never.
 */
export interface KeptOrders {
  /** Ids of the window, best first; null when it is not known here (any more): then the order is made anew. */
  of(search: KeptSearch): readonly string[] | null;
  keep(search: KeptSearch, ids: readonly string[]): void;
}

/** A caller chooses the query id: who may see what is part of what it names. */
export interface KeptSearch {
  readonly catalog: string;
  readonly within?: readonly Filter[];
  readonly queryId: string;
}

/** Each holds some 200 ids: together some 20 MB. */
const most = 1000;
const forMs = 10 * 60_000;

export function keptOrders(): KeptOrders {
  const orders = new LRUCache<string, readonly string[]>({ max: most, ttl: forMs });
  return {
    of: (search) => orders.get(keyOf(search)) ?? null,
    keep: (search, ids) => void orders.set(keyOf(search), ids),
  };
}

const keyOf = ({ catalog, within, queryId }: KeptSearch): string =>
  `${catalog} ${queryId} ${within === undefined ? "" : JSON.stringify(within)}`;
