import { hash } from "node:crypto";
import type { ShopEvent } from "../../domain/event.ts";
import { type Impression, storedImpression } from "../../domain/impression.ts";
import { dayMs, type LogEntry } from "../../domain/log-entry.ts";

/** `trait` says of a deed, done once by one actor on one day for one search, which event it was. */
export type LogKind = "event" | "impression" | "erasure" | "trait";

/** What the log's index knows of a document; whatever else is in it is kept and not looked into. */
export const logProperties = {
  kind: { type: "keyword" },
  actor: { type: "keyword" },
  actorDay: { type: "keyword" },
  day: { type: "integer" },
  session: { type: "keyword" },
  /** A search's own; of an event only while it does not say what was asked. */
  queryId: { type: "keyword" },
  atMs: { type: "long" },
} as const;

/** An entry on its way into the log. */
export interface LogDocument {
  /** Of the document; nobody else's in its catalogue. */
  readonly id: string;
  /** The id of the document that holds what makes a repeat; null when nothing does. */
  readonly trait: string | null;
  readonly atMs: number;
  readonly actor: string | null;
  /** Its JSON; repeats are marked when it is written, since only then is it known. */
  toJson(repeat: boolean): string;
}

/** What comes back of an entry. */
export interface LogSource {
  readonly kind: LogKind;
  readonly body: string;
  readonly repeat?: true;
  /** Base64 of little-endian float32. */
  readonly vectors?: string;
}

/** All that makes an entry, but for its vectors. */
export const entryFields = ["kind", "body", "repeat"] as const;

export function eventDocument(event: ShopEvent): LogDocument {
  const { id, user, queryId, query, session, timestampMs: atMs, product, type } = event;
  const actor = user ?? queryId;
  const day = Math.floor(atMs / dayMs);
  const deed = `${actor}\n${day}\n${queryId ?? ""}\n${product?.group}\n${type}`;
  const trait = actor === null || product === null ? null : `trait:${digest(deed)}`;
  const body = JSON.stringify(event);
  return {
    ...{ id: idOf("event", id), trait, atMs, actor },
    toJson: (repeat) =>
      JSON.stringify({
        ...{ kind: "event", ...whose(actor, day), session, atMs, trait, body },
        ...(query === null && { queryId }),
        ...(repeat && { repeat }),
      }),
  };
}

export function impressionDocument(impression: Impression): LogDocument {
  const { vectors, ...rest } = impression;
  const { queryId, user, session, shownAtMs: atMs, page, shown } = impression;
  const actor = user ?? queryId;
  // The same page with other products is another impression: a caller may use a query id again.
  const shows = digest(shown.map(({ id }) => id).join("\n"));
  return {
    ...{ id: idOf("impression", `${queryId}/${page}/${shows}`), trait: null, atMs, actor },
    toJson: () =>
      JSON.stringify({
        ...{ kind: "impression", ...whose(actor, Math.floor(atMs / dayMs)), session, queryId, atMs },
        body: JSON.stringify(rest),
        ...(vectors.length > 0 && { vectors: toBase64(vectors) }),
      }),
  };
}

/** @param id nobody else's */
export const erasureDocument = (id: string, user: string, atMs: number): LogDocument => ({
  ...{ id: `erasure:${id}`, trait: null, atMs, actor: user },
  toJson: () => JSON.stringify({ kind: "erasure", actor: user, atMs, body: "{}" }),
});

/** @param event the id of the event's document */
export const traitJson = ({ id: event, actor, atMs }: LogDocument): string =>
  JSON.stringify({ kind: "trait", actor, atMs, event });

/** Written by this very program in these shapes. */
export function toEntry(sequence: number, { kind, body, repeat, vectors }: LogSource): LogEntry {
  if (kind === "impression") {
    const rest = JSON.parse(body) as Omit<Impression, "vectors">;
    return { sequence, kind, impression: storedImpression(rest, toFloats(vectors)) };
  }
  const event = JSON.parse(body) as ShopEvent;
  const marked: ShopEvent = repeat === true && event.setAside === null ? { ...event, setAside: "repeat" } : event;
  return { sequence, kind: "event", event: marked };
}

/** How one shopper's day is found. */
export const actorDayOf = (actor: string, day: number): string => `${day}/${actor}`;

/** A document's id: at most 512 bytes of well-formed text. */
function idOf(kind: LogKind, id: string): string {
  const isPlain = id.isWellFormed() && Buffer.byteLength(id) <= 480 && !id.startsWith("#");
  return `${kind}:${isPlain ? id : `#${digest(JSON.stringify(id))}`}`;
}

const whose = (actor: string | null, day: number) => ({
  actor,
  day,
  actorDay: actor === null ? null : actorDayOf(actor, day),
});

const digest = (text: string): string => hash("sha1", text, "base64url");

const toBase64 = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("base64");

// A Float32Array starts at a multiple of four bytes, which a pooled buffer may not.
function toFloats(base64: string | undefined): Float32Array {
  if (base64 === undefined) return new Float32Array(0);
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}
