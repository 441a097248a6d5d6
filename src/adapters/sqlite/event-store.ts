import { setImmediate as nextTurn } from "node:timers/promises";
import type { ImpressionEntry, LogEntry } from "../../domain/log-entry.ts";
import type { Appended, Erased, EventStore } from "../../ports/event-store.ts";
import type { Connection } from "./client.ts";
import type { StoreMethods } from "./methods.ts";
import { eventRow, impressionRow, type LogRow, toEntry, toImpressionEntry } from "./log-rows.ts";

type TrimStep = ReturnType<StoreMethods["trimLog"]>;

/** Of a trim, looked at in one go: others' calls come in between. */
const trimmedAtOnce = 5000;

export function eventStore(
  writer: Connection,
  reader: Connection,
  now: () => number,
  close: () => Promise<void>,
): EventStore {
  return {
    catalogs: () => reader.call("logs"),
    append: async (events) => {
      const results = new Map<number, Appended>();
      for (const [catalog, indices] of byCatalog(events)) {
        const appended = await writer.call(
          "appendEvents",
          catalog,
          indices.map((i) => eventRow(events[i]!)),
        );
        appended.forEach((one, i) => results.set(indices[i]!, one));
      }
      return events.map((_, i) => results.get(i)!);
    },
    appendImpressions: async (impressions) => {
      for (const [catalog, indices] of byCatalog(impressions)) {
        const rows = indices.map((i) => impressionRow(impressions[i]!));
        await writer.call("appendImpressions", catalog, rows);
      }
    },
    read: async (catalog, after, limit) => toEntries(await reader.call("readLog", catalog, after, limit)),
    tail: async (catalog, after, limit) => {
      const rows = await reader.call("tailLog", catalog, after, limit);
      const entries = await toEntries(rows.filter(({ user }) => user === null));
      const erasures = rows.flatMap(({ sequence, user }) => (user === null ? [] : [{ sequence, user }]));
      return { entries, erasures, to: rows.at(-1)?.sequence ?? after };
    },
    head: (catalog) => reader.call("logHead", catalog),
    impressions: async (catalog, queryId) =>
      (await reader.call("searchRows", catalog, [queryId], true))
        .map(({ sequence, body, vectors }) => toImpressionEntry(sequence, body, vectors).impression)
        .sort((a, b) => a.page - b.page),
    searches: async (catalog, queryIds) => {
      const searches = new Map<string, ImpressionEntry[]>();
      for (const { queryId, sequence, body } of await reader.call("searchRows", catalog, queryIds, false)) {
        const pages = searches.get(queryId);
        const page = toImpressionEntry(sequence, body, null);
        if (pages === undefined) searches.set(queryId, [page]);
        else pages.push(page);
      }
      return searches;
    },
    daysOfSearches: (catalog, queryIds) => reader.call("daysOfSearches", catalog, queryIds),
    actorDays: async (catalog, days, until) => {
      const found: (readonly LogEntry[])[] = [];
      for (const rows of await reader.call("actorDays", catalog, days, until)) found.push(await toEntries(rows));
      return found;
    },
    ofUser: async (catalog, user) => (await reader.call("rowsOfUser", catalog, user)).map(toEntry),
    markErased: (user) => writer.call("markErased", user, now()),
    erasures: (catalog) => reader.call("erasures", catalog),
    erase: (catalog, { user, sequence }): Promise<Erased> => writer.call("eraseLog", catalog, user, sequence),
    trim: async (catalog, beforeMs) => {
      let removed = 0;
      for (let after: number | null = 0; after !== null;) {
        const step: TrimStep = await writer.call("trimLog", catalog, beforeMs, after, trimmedAtOnce);
        removed += step.removed;
        after = step.last;
      }
      return removed;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** Reads some 0.1 ms of JSON a row; searches come in between. */
async function toEntries(rows: readonly LogRow[]): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % readAtOnce === readAtOnce - 1) await nextTurn();
    entries.push(toEntry(row));
  }
  return entries;
}

const readAtOnce = 16;

/** Catalogue → where its own are. */
function byCatalog(items: readonly { readonly catalog: string }[]): ReadonlyMap<string, readonly number[]> {
  const indices = new Map<string, number[]>();
  items.forEach(({ catalog }, i) => {
    const list = indices.get(catalog);
    if (list === undefined) indices.set(catalog, [i]);
    else list.push(i);
  });
  return indices;
}
