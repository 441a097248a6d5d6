import { isDeepStrictEqual } from "node:util";
import { fold } from "../../ranking/state/fold.ts";
import { countable } from "../../ranking/traffic/countable.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import { createFolder } from "../events/fold.ts";
import { noonMs } from "../ports/behaviour-builders.contract.ts";
import type { CounterStore } from "../ports/counter-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import { runAndKill } from "./killed-child.ts";

export interface KillingEvents {
  /** What the child opens: see events-child.ts. */
  readonly place: string;
  readonly round: number;
  /** Killed some time after so many acknowledgements. */
  readonly after: number;
  readonly delayMs: number;
}

/** Runs events-child.ts and kills it with SIGKILL. @returns all acknowledgements that it made until then */
export const killEvents = ({ place, round, after, delayMs }: KillingEvents): Promise<readonly string[]> =>
  runAndKill({
    script: new URL("./events-child.js", import.meta.url),
    args: [place, String(round)],
    ...{ after, delayMs },
  });

/**
 * Once another process has finished what was begun.
 *
 * @returns what was acknowledged and is lost, or is not counted once, as sentences
 */
export async function checkKilled(
  { events, counters }: { readonly events: EventStore; readonly counters: CounterStore },
  acknowledged: ReadonlySet<string>,
): Promise<readonly string[]> {
  const folding = createFolder({ store: events, counters, fold, now: () => noonMs });
  await folding.catchUp("shop");
  await folding.step("shop");
  const unerased = (await events.erasures("shop")).length;
  const entries = await events.read("shop", 0, 1e9);
  const there = new Set(entries.map(nameOf));
  // What is gone must be what somebody asked to be forgotten; that may have been done just before it could be said.
  const isErasing = (line: string) => line.startsWith("eras");
  const erased = new Set([...acknowledged].filter(isErasing).map((line) => line.split(" ")[1]!));
  const lost = [...acknowledged].filter((line) => !isErasing(line) && !there.has(line));
  return [
    ...lost.filter((line) => !erased.has(line.split(" ")[2]!)),
    ...(unerased > 0 ? [`${unerased} erasures are not done`] : []),
    ...(isDeepStrictEqual(await countsOf(counters), countsIn(entries))
      ? []
      : ["the counters are not those of the log"]),
  ];
}

/** Entity → field → count, of all that a folder has counted. */
export async function countsOf(counters: CounterStore, catalog = "shop"): Promise<Counts> {
  const counts: Counts = {};
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await counters.entities(catalog, cursor ?? null);
    for (const { key, counters: fields } of page.entities) counts[key] = Object.fromEntries(fields);
    cursor = page.cursor;
  }
  return counts;
}

/** The same, of a log read at once. */
export function countsIn(entries: readonly LogEntry[]): Counts {
  const counts: Counts = {};
  for (const { key, field, by } of countable(entries).flatMap(fold)) {
    const fields = (counts[key] ??= {});
    fields[field] = (fields[field] ?? 0) + by;
  }
  return counts;
}

type Counts = Record<string, Record<string, number>>;

const nameOf = (entry: LogEntry): string =>
  entry.kind === "event"
    ? `event ${entry.event.id} ${entry.event.user!}`
    : `search ${entry.impression.queryId} ${entry.impression.user!}`;
