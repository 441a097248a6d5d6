import { hash } from "node:crypto";
import { dayMs, type ImpressionEntry, type LogEntry } from "../../domain/log-entry.ts";
import type { ShopEvent } from "../../domain/event.ts";
import { type Impression, storedImpression } from "../../domain/impression.ts";

/** A row's `kind`. */
export const kinds = { event: 0, impression: 1, erasure: 2 } as const;

/** An entry as it crosses to the worker: made into JSON once, by the caller. */
export interface NewRow {
  readonly id: string;
  readonly actor: string | null;
  readonly day: number;
  /** What makes a repeat, among the entries of one actor's day; null when nothing does. */
  readonly trait: number | null;
  /** A search's own; of an event only while it does not say what was asked, so that few are found by it. */
  readonly queryId: string | null;
  readonly session: string | null;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly body: string;
  readonly vectors: Uint8Array | null;
}

/** An entry as it comes back. */
export interface LogRow {
  readonly sequence: number;
  readonly kind: number;
  readonly repeat: number;
  readonly body: string;
  readonly vectors: Uint8Array | null;
}

/** As one who folds sees it: `user` is the erased one's, and null of what is not an erasure. */
export interface TailRow extends LogRow {
  readonly user: string | null;
}

export function eventRow(event: ShopEvent): NewRow {
  const { id, user, queryId, query, session, timestampMs, receivedAtMs, product, type } = event;
  const actor = user ?? queryId;
  return {
    id,
    actor,
    day: Math.floor(timestampMs / dayMs),
    trait: actor === null || product === null ? null : traitOf(`${queryId ?? ""}\n${product.group}\n${type}`),
    queryId: query === null ? queryId : null,
    session,
    atMs: timestampMs,
    receivedAtMs,
    body: JSON.stringify(event),
    vectors: null,
  };
}

export function impressionRow(impression: Impression): NewRow {
  const { vectors, ...rest } = impression;
  const { queryId, user, session, shownAtMs, page, shown } = impression;
  return {
    // The same page with other products is another impression: a caller may use a query id again.
    id: `${queryId}/${page}/${hash("sha1", shown.map(({ id }) => id).join("\n"), "base64url").slice(0, 11)}`,
    actor: user ?? queryId,
    day: Math.floor(shownAtMs / dayMs),
    trait: null,
    ...{ queryId, session, atMs: shownAtMs, receivedAtMs: shownAtMs },
    body: JSON.stringify(rest),
    vectors: vectors.length === 0 ? null : new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
  };
}

/** Written by this program in these shapes, or by an earlier version of it. */
export function toEntry({ sequence, kind, repeat, body, vectors }: LogRow): LogEntry {
  if (kind === kinds.event) {
    const event = JSON.parse(body) as ShopEvent;
    const marked: ShopEvent = repeat === 1 && event.setAside === null ? { ...event, setAside: "repeat" } : event;
    return { sequence, kind: "event", event: marked };
  }
  return toImpressionEntry(sequence, body, vectors);
}

export function toImpressionEntry(sequence: number, body: string, vectors: Uint8Array | null): ImpressionEntry {
  const rest = JSON.parse(body) as Omit<Impression, "vectors">;
  return { sequence, kind: "impression", impression: storedImpression(rest, toFloats(vectors)) };
}

// A Float32Array starts at a multiple of four bytes, which the row's bytes may not.
function toFloats(bytes: Uint8Array | null): Float32Array {
  return bytes === null ? new Float32Array(0) : new Float32Array(bytes.slice().buffer);
}

/** 48 bits: two traits of one actor's day are the same by chance once in 10^10. */
function traitOf(text: string): number {
  return parseInt(hash("sha1", text, "hex").slice(0, 12), 16);
}
