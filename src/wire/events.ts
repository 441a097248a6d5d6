import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";
import type { NewEvent, NewSearch } from "../domain/new-event.ts";
import { OwnEvent, readOwnEvent, Token } from "./event.ts";
import { eventLimits } from "./event-limits.ts";
import { parse } from "./parse.ts";
import { CatalogName } from "./text.ts";
import { readUbiEvent, readUbiQuery, UbiEvent, UbiQuery } from "./ubi.ts";

/** A batch; what it says of the shopper holds for events that do not say. */
const EventsBody = z
  .strictObject({
    catalog: CatalogName.optional(),
    key: z.string().max(200).optional().meta({ description: "An API key, where no header can be sent." }),
    user: Token.nullish(),
    session: Token.nullish(),
    events: z
      .array(z.unknown())
      .max(eventLimits.events, { error: `At most ${eventLimits.events} events a call.` })
      .meta({ description: "Own events, UBI 1.3.0 events and UBI queries, mixed at will." }),
  })
  .meta({ description: "At most 1,000 events or 2 MB." });

/** The same with what may be inside, for the description: each event is read by itself, so that one cannot spoil the rest. */
export const DescribedEventsBody = EventsBody.extend({
  events: z.array(z.union([OwnEvent, UbiEvent, UbiQuery])),
}).meta({ id: "EventsRequest" });

export const EventsAnswer = z
  .strictObject({
    accepted: z.int().meta({ description: "Durable now." }),
    duplicates: z.int().meta({ description: "Known before, by id or content: nothing was done." }),
    repeated: z
      .int()
      .meta({ description: "Of the accepted: one person doing the same again on one day; not counted." }),
    rejected: z.array(
      z.strictObject({
        index: z.int().meta({ description: "Place among the events, from 0." }),
        code: z.string(),
        where: z.string(),
        detail: z.string(),
      }),
    ),
  })
  .meta({ id: "EventsAnswer" });
export type EventsAnswer = z.infer<typeof EventsAnswer>;

/** The answer of `DELETE /v1/users/{token}`. */
export const ErasedAnswer = z.strictObject({ events: z.int(), impressions: z.int() }).meta({ id: "Erased" });
export type ErasedAnswer = z.infer<typeof ErasedAnswer>;

/** A batch of which nothing inside has been read yet. */
export interface EventBatch {
  readonly catalog: string | null;
  readonly key: string | null;
  readonly user: string | null;
  readonly session: string | null;
  readonly events: readonly unknown[];
}

/** @throws WinnowError `invalid_request`, `payload_too_large` */
export const readBatch = (body: unknown): EventBatch => {
  const isBatch = typeof body === "object" && body !== null && !Array.isArray(body) && "events" in body;
  const events: readonly unknown[] = isBatch ? [] : Array.isArray(body) ? body : [body];
  if (events.length > eventLimits.events || (isBatch && isTooLong(body.events))) {
    throw new WinnowError("payload_too_large", `A call tells at most ${eventLimits.events} events.`, {
      hint: "Send them in several calls.",
    });
  }
  const read = isBatch ? parse(EventsBody, body) : { events };
  const { catalog = null, key = null, user = null, session = null } = read as z.infer<typeof EventsBody>;
  return { catalog, key, user, session, events: read.events };
};

const isTooLong = (events: unknown): boolean => Array.isArray(events) && events.length > eventLimits.events;

export type ReadEvent =
  | { readonly kind: "event"; readonly event: NewEvent }
  | { readonly kind: "search"; readonly search: NewSearch }
  /** Nothing to keep: a UBI query without its hits, an action line of a bulk file. */
  | { readonly kind: "nothing" }
  | { readonly kind: "rejected"; readonly error: WinnowError };

/** One of a batch; its user and session are the sender's tokens still. */
export const readEvent = (value: unknown, { user, session }: EventBatch, nowMs: number): ReadEvent => {
  try {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new WinnowError("invalid_request", "An event is a JSON object.", { where: "" });
    }
    if ("action_name" in value)
      return { kind: "event", event: withDefaults(readUbiEvent(value, nowMs), user, session) };
    if ("user_query" in value) {
      const search = readUbiQuery(value, nowMs);
      return search === null ? { kind: "nothing" } : { kind: "search", search: withDefaults(search, user, session) };
    }
    if (isBulkAction(value)) return { kind: "nothing" };
    return { kind: "event", event: withDefaults(readOwnEvent(value, nowMs), user, session) };
  } catch (error) {
    if (error instanceof WinnowError) return { kind: "rejected", error };
    throw error;
  }
};

const withDefaults = <T extends { readonly user: string | null; readonly session: string | null }>(
  read: T,
  user: string | null,
  session: string | null,
): T => ({ ...read, user: read.user ?? user, session: read.session ?? session });

/** UBI's samples come as bulk files of Elasticsearch and OpenSearch: `{"index": …}` before each document. */
const isBulkAction = (value: object): boolean => {
  const [name, ...more] = Object.keys(value);
  return more.length === 0 && (name === "index" || name === "create");
};
