import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { fold } from "../../ranking/state/fold.ts";
import { countable } from "../../ranking/traffic/countable.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import { createFolder } from "../events/fold.ts";
import { noonMs } from "../ports/behaviour-builders.contract.ts";
import type { CounterStore } from "../ports/counter-store.ts";
import type { EventStore } from "../ports/event-store.ts";

export interface Killing {
  /** What the child opens: see events-child.ts. */
  readonly place: string;
  readonly round: number;
  /** Killed some time after so many acknowledgements. */
  readonly after: number;
  readonly delayMs: number;
}

/** Runs events-child.ts and kills it with SIGKILL. @returns all acknowledgements that it made until then */
export async function runAndKill({ place, round, after, delayMs }: Killing): Promise<readonly string[]> {
  const script = fileURLToPath(new URL("./events-child.js", import.meta.url));
  const child = spawn(process.execPath, [script, place, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === after) void sleep(delayMs).then(() => child.kill("SIGKILL"));
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return lines;
}

/** That nothing acknowledged is lost and nothing counted twice, once another process has finished what was begun. */
export async function checkKilled(
  { events, counters }: { readonly events: EventStore; readonly counters: CounterStore },
  acknowledged: ReadonlySet<string>,
): Promise<void> {
  const folding = createFolder({ store: events, counters, fold, now: () => noonMs });
  await folding.catchUp("shop");
  await folding.step("shop");
  expect(await events.erasures("shop")).toEqual([]);
  const entries = await events.read("shop", 0, 1e9);
  const there = new Set(entries.map(nameOf));
  // What is gone must be what somebody asked to be forgotten; that may have been done just before it could be said.
  const isErasing = (line: string) => line.startsWith("eras");
  const erased = new Set([...acknowledged].filter(isErasing).map((line) => line.split(" ")[1]!));
  const lost = [...acknowledged].filter((line) => !isErasing(line) && !there.has(line));
  expect(lost.filter((line) => !erased.has(line.split(" ")[2]!))).toEqual([]);
  expect(await countsOf(counters)).toEqual(countsIn(entries));
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
