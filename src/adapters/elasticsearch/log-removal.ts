import { randomUUID } from "node:crypto";
import type { Erased, Erasure } from "../../ports/event-store.ts";
import type { Connection } from "./connection.ts";
import { erasureDocument } from "./log-documents.ts";
import type { LogIndex } from "./log-index.ts";
import { anyOf, between, type Clause } from "./log-search.ts";
import type { LogWriter } from "./log-writer.ts";

/** How what is in the logs goes out of them. See EventStore. */
export interface LogRemoval {
  markErased(user: string): Promise<Erased & { readonly users: readonly string[] }>;
  erase(catalog: string, erasure: Erasure): Promise<Erased>;
  trim(catalog: string, beforeMs: number): Promise<number>;
}

export interface LogRemovalDeps {
  readonly connection: Connection;
  readonly index: LogIndex;
  readonly writer: LogWriter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const LIMIT = { ms: 60_000 };
/** Removed by one request, which so ends within its time. */
const MOST = 5000;
/** Sessions of one shopper; beyond it the oldest are not found. */
const SESSIONS = 10_000;

export function createLogRemoval({ connection, index, writer, now }: LogRemovalDeps): LogRemoval {
  const remove = async (catalog: string, where: readonly Clause[]): Promise<number> => {
    let removed = 0;
    for (;;) {
      const query = { refresh: true, conflicts: "proceed", max_docs: MOST };
      const path = `/${index.alias(catalog)}/_delete_by_query`;
      const body = { query: { bool: { filter: where } } };
      const call = { method: "POST", path, query, body, accept: [404] } as const;
      const { body: answer } = await connection.call<{ readonly deleted?: number }>(call, LIMIT);
      const deleted = answer.deleted ?? 0;
      removed += deleted;
      if (deleted > 0) index.removed(catalog);
      if (deleted < MOST) return removed;
    }
  };
  return {
    async markErased(user) {
      const catalogs = await index.catalogs();
      for (const catalog of catalogs) await index.readable(catalog);
      const users = new Set([user]);
      for (const catalog of catalogs) {
        for (const session of (await count(connection, index.alias(catalog), user)).sessions) users.add(session);
      }
      const erased = { events: 0, impressions: 0 };
      // The shopper at last: who dies in between is asked again, and finds the sessions by the shopper.
      for (const one of [...users].reverse()) {
        for (const catalog of catalogs) {
          const { events, impressions } = await count(connection, index.alias(catalog), one);
          if (events + impressions === 0) continue;
          erased.events += events;
          erased.impressions += impressions;
          await writer.append(catalog, [erasureDocument(randomUUID(), one, now())]);
        }
      }
      return { ...erased, users: [...users] };
    },
    async erase(catalog, { user, sequence }) {
      await index.readable(catalog, "lately");
      const before = [{ term: { actor: user } }, between(0, sequence)];
      const events = await remove(catalog, [anyOf("kind", ["event"]), ...before]);
      const impressions = await remove(catalog, [anyOf("kind", ["impression"]), ...before]);
      // The mark at last: while it is there, this is begun again.
      await remove(catalog, [anyOf("kind", ["trait"]), ...before]);
      await remove(catalog, [anyOf("kind", ["erasure"]), ...before]);
      return { events, impressions };
    },
    async trim(catalog, beforeMs) {
      await index.readable(catalog);
      const old = { range: { atMs: { lt: beforeMs } } };
      const removed = await remove(catalog, [anyOf("kind", ["event", "impression"]), old]);
      await remove(catalog, [anyOf("kind", ["trait"]), old]);
      return removed;
    },
  };
}

/** What there is of a shopper, and the sessions they were seen in. */
async function count(connection: Connection, alias: string, user: string) {
  interface Answer {
    readonly aggregations?: {
      readonly kinds: { readonly buckets: readonly { readonly key: string; readonly doc_count: number }[] };
      readonly sessions: { readonly buckets: readonly { readonly key: string }[] };
    };
  }
  const body = {
    size: 0,
    query: { bool: { filter: [{ term: { actor: user } }, anyOf("kind", ["event", "impression"])] } },
    aggs: { kinds: { terms: { field: "kind" } }, sessions: { terms: { field: "session", size: SESSIONS } } },
  };
  const query = { allow_partial_search_results: false };
  const call = { method: "POST", path: `/${alias}/_search`, query, body, accept: [404], repeatable: true } as const;
  const { aggregations } = (await connection.call<Answer>(call, LIMIT)).body;
  const of = (kind: string) => aggregations?.kinds.buckets.find(({ key }) => key === kind)?.doc_count ?? 0;
  return {
    events: of("event"),
    impressions: of("impression"),
    sessions: aggregations?.sessions.buckets.map(({ key }) => key) ?? [],
  };
}
