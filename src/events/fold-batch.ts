import { setImmediate as nextTurn } from "node:timers/promises";
import { countable } from "../../ranking/traffic/countable.ts";
import type { FloodLimits } from "../../ranking/traffic/flood.ts";
import type { Increment } from "../domain/counters.ts";
import { actorOf, dayOf, type ImpressionEntry, type LogEntry } from "../domain/log-entry.ts";
import type { ActorDay, Erasure, EventStore } from "../ports/event-store.ts";
import type { KeptDays } from "./kept-days.ts";

export interface FoldBatchDeps {
  readonly store: EventStore;
  readonly fold: (entry: LogEntry) => readonly Increment[];
  readonly kept: KeptDays;
  readonly limits?: FloodLimits;
  readonly batch?: number;
}

export interface FoldedBatch {
  readonly increments: readonly Increment[];
  /** Where the counters stand once the increments are applied. */
  readonly to: number;
  readonly erasures: readonly Erasure[];
}

/** Some 10 kB each: what comes in one message keeps the event loop for as long as it takes to read. */
const usualBatch = 128;
/** Entries that are counted in one go; searches come in between. */
const countedAtOnce = 32;

/**
 * What brings the counters from one place of the log to a later one.
 *
 * Counters are the sum, over each shopper's UTC day, of what is countable of the log so far. So a batch touches a few days,
 * and adds for each the difference between what the day counts for after the batch and before. Whatever the order in which
 * things came, in whatever batches: the sum depends on the log's content alone. A flood, a repeat, an impression that
 * comes later than its clicks and an erasure are no special cases.
 */
export const foldBatch = async (deps: FoldBatchDeps, catalog: string, from: number): Promise<FoldedBatch> => {
  const { store, kept, batch = usualBatch } = deps;
  kept.expect(from);
  // A process that was killed may have left entries behind that no longer count.
  for (const erasure of await store.erasures(catalog)) {
    if (erasure.sequence <= from) await store.erase(catalog, erasure);
  }
  const tail = await store.tail(catalog, from, batch);
  const { entries, erasures, to } = tail;
  if (to === from) return { increments: [], to, erasures };

  const days = await touchedDays(store, catalog, entries, erasures);
  const ofDays = await kept.upTo(days, from, tail);
  const searches = await store.searches(catalog, queryIdsOf(ofDays.flat()));
  const sums = new Map<string, Map<string, number>>();
  let counted = 0;
  for (const [i, day] of ofDays.entries()) {
    if ((counted += day.length) >= countedAtOnce) {
      await nextTurn();
      counted = 0;
    }
    const erased = erasures.findLast(({ user }) => user === days[i]!.actor)?.sequence ?? 0;
    const before = day.filter(({ sequence }) => sequence <= from);
    const after = day.filter(({ sequence }) => sequence > erased);
    addAll(sums, count(deps, before, searches, from), -1);
    addAll(sums, count(deps, after, searches, to), 1);
  }
  return { increments: toIncrements(sums), to, erasures };
};

const touchedDays = async (
  store: EventStore,
  catalog: string,
  entries: readonly LogEntry[],
  erasures: readonly Erasure[],
): Promise<readonly ActorDay[]> => {
  const days = new Map<string, ActorDay>();
  const touch = ({ actor, day }: ActorDay) => days.set(`${day} ${actor}`, { actor, day });
  const touchAll = (touched: readonly LogEntry[]) => {
    for (const entry of touched) {
      const actor = actorOf(entry);
      if (actor !== null) touch({ actor, day: dayOf(entry) });
    }
  };
  touchAll(entries);
  // Events that came before their impression learn from it what was asked.
  const searches = entries.flatMap((entry) => (entry.kind === "impression" ? [entry.impression.queryId] : []));
  for (const day of await store.daysOfSearches(catalog, [...new Set(searches)])) touch(day);
  for (const { user } of erasures) touchAll(await store.ofUser(catalog, user));
  return [...days.values()];
};

/** Those of events that do not say what was asked. */
const queryIdsOf = (entries: readonly LogEntry[]): readonly string[] => [
  ...new Set(
    entries.flatMap((entry) =>
      entry.kind === "event" && entry.event.query === null && entry.event.queryId !== null ? [entry.event.queryId] : [],
    ),
  ),
];

/** @param until what the log says of searches after it is not known yet */
const count = (
  { fold, limits }: FoldBatchDeps,
  day: readonly LogEntry[],
  searches: ReadonlyMap<string, readonly ImpressionEntry[]>,
  until: number,
): readonly Increment[] =>
  countable(
    day.map((entry) => completed(entry, searches, until)),
    limits,
  ).flatMap(fold);

const completed = (
  entry: LogEntry,
  searches: ReadonlyMap<string, readonly ImpressionEntry[]>,
  until: number,
): LogEntry => {
  if (entry.kind === "impression" || entry.event.query !== null || entry.event.queryId === null) return entry;
  const pages = (searches.get(entry.event.queryId) ?? []).filter(({ sequence }) => sequence <= until);
  if (pages.length === 0) return entry;
  const { product, position } = entry.event;
  const shown = pages.flatMap(({ impression }) => impression.shown).filter((one) => one.position > 0);
  const place = shown.find(({ id }) => id === product?.id) ?? shown.find(({ group }) => group === product?.group);
  const query = pages[0]!.impression.normalized;
  return { ...entry, event: { ...entry.event, query, position: position ?? place?.position ?? null } };
};

const addAll = (sums: Map<string, Map<string, number>>, increments: readonly Increment[], sign: 1 | -1): void => {
  for (const { key, field, by } of increments) {
    let fields = sums.get(key);
    if (fields === undefined) sums.set(key, (fields = new Map<string, number>()));
    fields.set(field, (fields.get(field) ?? 0) + sign * by);
  }
};

const toIncrements = (sums: ReadonlyMap<string, ReadonlyMap<string, number>>): readonly Increment[] =>
  [...sums].flatMap(([key, fields]) => [...fields].flatMap(([field, by]) => (by === 0 ? [] : [{ key, field, by }])));
