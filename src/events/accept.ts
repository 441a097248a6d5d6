import { createHash } from "node:crypto";
import type { ErrorCode } from "../domain/errors.ts";
import type { EventProduct, ShopEvent } from "../domain/event.ts";
import type { Impression } from "../domain/impression.ts";
import type { NewEvent, NewEventItem } from "../domain/new-event.ts";
import type { SessionEntry } from "../domain/session.ts";
import type { Appended, EventStore } from "../ports/event-store.ts";
import type { SessionStore } from "../ports/session-store.ts";

export interface AcceptDeps {
  readonly store: Pick<EventStore, "append" | "searches">;
  readonly sessions: Pick<SessionStore, "add">;
  /** What the catalogue says of these products, in one look-up; what it does not know is not in it. */
  readonly products: (catalog: string, ids: readonly string[]) => Promise<ReadonlyMap<string, EventProduct>>;
  /** Searches that may not be in the log yet: impressions are written behind the answers. */
  readonly recent: (catalog: string, queryId: string) => readonly Impression[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Rejected {
  /** Place in what was sent, from 0. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly where: string;
  readonly detail: string;
}

export interface AcceptResult {
  /** Durable now, repeats included. */
  readonly accepted: number;
  /** Known before by their id: nothing was done. */
  readonly duplicates: number;
  /** Of the accepted: kept, not counted. */
  readonly repeated: number;
  readonly rejected: readonly Rejected[];
}

/**
 * Takes events in: stamped, durable, and seen by the shopper's session before it resolves.
 *
 * @throws WinnowError `catalog_not_found`, `storage_full`, `storage_failed`, `engine_unavailable`
 */
export type Accept = (catalog: string, events: readonly NewEvent[]) => Promise<AcceptResult>;

export const createAccept = (deps: AcceptDeps): Accept => {
  const { store, now } = deps;
  return async (catalog, events) => {
    const receivedAtMs = now();
    const rejected = events.flatMap(({ timestampMs }, index) => refuseTime(timestampMs, receivedAtMs, index));
    const refused = new Set(rejected.map(({ index }) => index));
    const taken = events.filter((_, i) => !refused.has(i));

    const [products, searches] = await Promise.all([
      lookUpProducts(deps, catalog, taken),
      lookUpSearches(deps, catalog, taken),
    ]);
    const parts = taken.map((event) => split(catalog, event, receivedAtMs, products, searches));
    const results = await store.append(parts.flat());
    await moveSessions(deps, catalog, parts.flat(), results);

    const outcomes = results[Symbol.iterator]();
    const sums = { accepted: 0, duplicates: 0, repeated: 0 };
    for (const part of parts) {
      const own = part.map(() => outcomes.next().value!);
      const fresh = own.filter(({ duplicate }) => !duplicate);
      if (fresh.length === 0) sums.duplicates++;
      else sums.accepted++;
      if (fresh.length > 0 && fresh.every(({ repeat }) => repeat)) sums.repeated++;
    }
    return { ...sums, rejected };
  };
};

const lateMs = 30 * 86_400_000;
const earlyMs = 5 * 60_000;

/** At most 30 days late and 5 minutes early. */
export const refuseTime = (timestampMs: number, nowMs: number, index: number): readonly Rejected[] => {
  const [isLate, isEarly] = [timestampMs < nowMs - lateMs, timestampMs > nowMs + earlyMs];
  if (!isLate && !isEarly) return [];
  const detail = isLate ? "It happened more than 30 days ago." : "It lies more than 5 minutes in the future.";
  return [{ index, code: "invalid_request", where: "timestamp", detail }];
};

const lookUpProducts = async (
  { products }: AcceptDeps,
  catalog: string,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<string, EventProduct>> =>
  products(catalog, [...new Set(events.flatMap(({ items }) => items.map(({ product }) => product)))]);

const lookUpSearches = async (
  { recent, store }: AcceptDeps,
  catalog: string,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<string, readonly Impression[]>> => {
  const asked = events.flatMap(({ queryId, items }) => [queryId, ...items.map((item) => item.queryId)]);
  const known = new Map([...new Set(asked)].flatMap((id) => (id === null ? [] : [[id, recent(catalog, id)] as const])));
  const missing = [...known].filter(([, pages]) => pages.length === 0).map(([id]) => id);
  if (missing.length === 0) return known;
  for (const [id, pages] of await store.searches(catalog, missing)) {
    known.set(
      id,
      pages.map(({ impression }) => impression),
    );
  }
  return known;
};

/** One event a product. */
const split = (
  catalog: string,
  event: NewEvent,
  receivedAtMs: number,
  products: ReadonlyMap<string, EventProduct>,
  searches: ReadonlyMap<string, readonly Impression[]>,
): readonly ShopEvent[] => {
  const items: readonly (NewEventItem | null)[] = event.items.length === 0 ? [null] : event.items;
  const seen = new Map<string, number>();
  return items.map((item, i): ShopEvent => {
    const { type, timestampMs, session, currency, extra } = event;
    const user = event.user ?? session;
    const queryId = item?.queryId ?? event.queryId;
    const product = item === null ? null : (products.get(item.product) ?? unknownProduct(item.product));
    const pages = queryId === null ? [] : (searches.get(queryId) ?? []);
    // The same product twice in one purchase is two events, whichever way it is told.
    const times = seen.get(item?.product ?? "") ?? 0;
    seen.set(item?.product ?? "", times + 1);
    const ownId = event.id !== null && items.length > 1 ? `${event.id}/${i}` : event.id;
    return {
      id: ownId ?? hashOf([queryId, user, item?.product ?? null, type, timestampMs, times]),
      ...{ catalog, type, timestampMs, receivedAtMs, user, session, queryId, product, currency, extra },
      query: pages[0]?.normalized ?? null,
      position: item?.position ?? (product === null ? null : shownAt(pages, product)),
      priceMinor: item?.priceMinor ?? null,
      quantity: item?.quantity ?? null,
      setAside: event.bot ? "bot" : null,
    };
  });
};

const unknownProduct = (id: string): EventProduct => ({ id, group: id, brand: null, category: null, price: null });

const shownAt = (pages: readonly Impression[], { id, group }: EventProduct): number | null => {
  const shown = pages.flatMap((page) => page.shown.filter(({ position }) => position > 0));
  const place = shown.find((one) => one.id === id) ?? shown.find((one) => one.group === group);
  return place?.position ?? null;
};

const hashOf = (parts: readonly (string | number | null)[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);

/** A session is the session's, or the shopper's where none was sent. */
const moveSessions = async (
  { sessions }: AcceptDeps,
  catalog: string,
  events: readonly ShopEvent[],
  results: readonly Appended[],
): Promise<void> => {
  const entries = new Map<string, SessionEntry[]>();
  events.forEach(({ session, user, type, timestampMs, product, setAside }, i) => {
    const { sequence, duplicate } = results[i]!;
    const key = session ?? user;
    if (key === null || product === null || duplicate || setAside === "bot") return;
    const list = entries.get(key) ?? [];
    entries.set(key, [...list, { sequence, type, timestampMs, product }]);
  });
  await Promise.all([...entries].map(([key, list]) => sessions.add(catalog, key, list)));
};
