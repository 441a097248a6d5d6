import { setImmediate as breathe } from "node:timers/promises";
import type { EventStore } from "../ports/event-store.ts";
import { createSuspicion } from "../../ranking/labels/suspects.ts";
import { collectTrails, type Trail } from "./trails.ts";

export interface ReadTrailsRequest {
  readonly catalog: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Entries looked at, at most: the newest. */
const MOST_ENTRIES = 2_000_000;
const BATCH = 1000;

/** What shoppers searched for, from the log; suspects and those to be forgotten are left out, as in training. */
export async function readTrails(
  events: Pick<EventStore, "tail" | "head" | "erasures">,
  { catalog, signal, onProgress }: ReadTrailsRequest,
): Promise<readonly Trail[]> {
  const head = await events.head(catalog);
  const first = Math.max(0, head - MOST_ENTRIES);
  const trails = collectTrails();
  const suspicion = createSuspicion();
  for (let at = first; at < head;) {
    signal.throwIfAborted();
    const { entries, to } = await events.tail(catalog, at, BATCH);
    if (to <= at) break;
    for (const entry of entries) {
      trails.add(entry);
      suspicion.add(entry);
    }
    at = to;
    onProgress(at - first, head - first);
    await breathe();
  }
  const erased = (await events.erasures(catalog)).map(({ user }) => user);
  return trails.finish(new Set([...suspicion.finish().keys(), ...erased]));
}
