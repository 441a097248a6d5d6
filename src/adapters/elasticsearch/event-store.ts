import type { ImpressionEntry, LogEntry } from "../../domain/log-entry.ts";
import type { ActorDay, Appended, Erasure, EventStore } from "../../ports/event-store.ts";
import type { Connection } from "./connection.ts";
import {
  actorDayOf,
  entryFields,
  eventDocument,
  impressionDocument,
  type LogDocument,
  type LogSource,
  toEntry,
} from "./log-documents.ts";
import { createLogIndex } from "./log-index.ts";
import { createLogRemoval } from "./log-removal.ts";
import { anyOf, type Hit, lastOf, scan, type ScanOptions } from "./log-search.ts";
import { createLogWriter } from "./log-writer.ts";
import type { Names } from "./names.ts";

export interface EventStoreOptions {
  readonly names: Names;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly close: () => Promise<void>;
}

/** An impression with its vectors has some 10 kB. */
const PAGE_WITH_VECTORS = 250;
/** Values of one `terms` clause; the server takes 65,536. */
const TERMS = 5000;
const entries = anyOf("kind", ["event", "impression"]);
const erasure = anyOf("kind", ["erasure"]);
const impression = anyOf("kind", ["impression"]);

/** The log of behaviour in Elasticsearch, shared by any number of processes. `LogIndex` says what its order is. */
export function createEventStore(connection: Connection, { names, now, close }: EventStoreOptions): EventStore {
  const index = createLogIndex(connection, names);
  const writer = createLogWriter(connection, index);
  const removal = createLogRemoval({ connection, index, writer, now });
  const scanLog = <T>(catalog: string, options: ScanOptions) => scan<T>(connection, index, catalog, options);
  const heads = remembered((catalog, until) =>
    lastOf(connection, index, catalog, { where: [anyOf("kind", ["event", "impression", "erasure"])], until }),
  );
  const marks = remembered(async (catalog, until): Promise<readonly Erasure[]> => {
    const hits = await scanLog<{ actor: string }>(catalog, { where: [erasure], until, fields: ["actor"] });
    return hits.map(({ sequence, source }) => ({ sequence, user: source.actor }));
  });
  return {
    catalogs: () => index.catalogs(),
    append: async (events) => {
      const results = new Map<number, Appended>();
      for (const [catalog, places] of byCatalog(events)) {
        const appended = await writer.append(
          catalog,
          places.map((i) => eventDocument(events[i]!)),
        );
        appended.forEach((one, i) => results.set(places[i]!, one));
      }
      return events.map((_, i) => results.get(i)!);
    },
    appendImpressions: async (impressions) => {
      for (const [catalog, places] of byCatalog(impressions)) {
        const documents: readonly LogDocument[] = places.map((i) => impressionDocument(impressions[i]!));
        await writer.append(catalog, documents);
      }
    },
    read: async (catalog, after, limit) => {
      const until = await index.readable(catalog);
      const fields = [...entryFields, "vectors"];
      const options = { where: [entries], after, until, limit, fields, page: PAGE_WITH_VECTORS };
      return toEntries(await scanLog<LogSource>(catalog, options));
    },
    tail: async (catalog, after, limit) => {
      const until = await index.readable(catalog, "lately");
      if ((await heads(catalog, until)) <= after) return { entries: [], erasures: [], to: after };
      const where = [anyOf("kind", ["event", "impression", "erasure"])];
      const fields = [...entryFields, "actor"];
      const hits = await scanLog<LogSource & { actor: string }>(catalog, { where, after, until, limit, fields });
      return {
        entries: toEntries(hits.filter(({ source }) => source.kind !== "erasure")),
        erasures: hits.flatMap(({ sequence, source }) =>
          source.kind === "erasure" ? [{ sequence, user: source.actor }] : [],
        ),
        to: hits.at(-1)?.sequence ?? after,
      };
    },
    head: async (catalog) => await heads(catalog, await index.readable(catalog)),
    impressions: async (catalog, queryId) => {
      const until = await index.readable(catalog);
      const fields = [...entryFields, "vectors"];
      const where = [impression, anyOf("queryId", [queryId])];
      const pages = toEntries(await scanLog<LogSource>(catalog, { where, until, fields, page: PAGE_WITH_VECTORS }));
      return pages
        .filter(isImpression)
        .map((one) => one.impression)
        .sort((a, b) => a.page - b.page);
    },
    searches: async (catalog, queryIds) => {
      const until = queryIds.length === 0 ? 0 : await index.readable(catalog, "lately");
      const searches = new Map<string, ImpressionEntry[]>();
      for (const some of chunks(queryIds)) {
        const where = [impression, anyOf("queryId", some)];
        for (const page of toEntries(await scanLog<LogSource>(catalog, { where, until, fields: entryFields }))) {
          if (!isImpression(page)) continue;
          const pages = searches.get(page.impression.queryId);
          if (pages === undefined) searches.set(page.impression.queryId, [page]);
          else pages.push(page);
        }
      }
      return searches;
    },
    daysOfSearches: async (catalog, queryIds) => {
      const until = queryIds.length === 0 ? 0 : await index.readable(catalog, "lately");
      const days = new Map<string, ActorDay>();
      for (const some of chunks(queryIds)) {
        const where = [anyOf("kind", ["event"]), anyOf("queryId", some), { exists: { field: "actor" } }];
        const fields = ["actor", "day"];
        for (const { source } of await scanLog<ActorDay>(catalog, { where, until, fields })) {
          days.set(actorDayOf(source.actor, source.day), { actor: source.actor, day: source.day });
        }
      }
      return [...days.values()];
    },
    actorDays: async (catalog, days, untilSequence) => {
      const until = index.isReadable(catalog, untilSequence)
        ? untilSequence
        : Math.min(untilSequence, await index.readable(catalog));
      const names = days.map(({ actor, day }) => actorDayOf(actor, day));
      const found = new Map<string, LogEntry[]>(names.map((name) => [name, []]));
      const fields = [...entryFields, "actorDay"];
      for (const some of chunks([...found.keys()])) {
        const where = [entries, anyOf("actorDay", some)];
        const hits = await scanLog<LogSource & { actorDay: string }>(catalog, { where, until, fields });
        for (const { sequence, source } of hits) found.get(source.actorDay)!.push(toEntry(sequence, source));
      }
      return names.map((name) => found.get(name)!);
    },
    ofUser: async (catalog, user) => {
      const until = await index.readable(catalog);
      const where = [entries, anyOf("actor", [user])];
      return toEntries(await scanLog<LogSource>(catalog, { where, until, fields: entryFields }));
    },
    markErased: (user) => removal.markErased(user),
    erasures: async (catalog) => await marks(catalog, await index.readable(catalog, "lately")),
    erase: (catalog, mark) => removal.erase(catalog, mark),
    trim: (catalog, beforeMs) => removal.trim(catalog, beforeMs),
    [Symbol.asyncDispose]: close,
  };
}

const toEntries = (hits: readonly Hit<LogSource>[]): readonly LogEntry[] =>
  hits.map(({ sequence, source }) => toEntry(sequence, source));

const isImpression = (entry: LogEntry): entry is ImpressionEntry => entry.kind === "impression";

/** What was found of a log up to a place stays true while there is nothing after it: removals use up places, too. */
function remembered<T>(look: (catalog: string, until: number) => Promise<T>) {
  const last = new Map<string, { readonly until: number; readonly value: T }>();
  return async (catalog: string, until: number): Promise<T> => {
    const known = last.get(catalog);
    if (known?.until === until) return known.value;
    const value = await look(catalog, until);
    last.set(catalog, { until, value });
    return value;
  };
}

function* chunks(values: readonly string[]): Generator<readonly string[]> {
  for (let i = 0; i < values.length; i += TERMS) yield values.slice(i, i + TERMS);
}

/** Catalogue → where its own are. */
function byCatalog(items: readonly { readonly catalog: string }[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  items.forEach(({ catalog }, i) => {
    const list = places.get(catalog);
    if (list === undefined) places.set(catalog, [i]);
    else list.push(i);
  });
  return places;
}
