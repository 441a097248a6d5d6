import { z } from "zod";
import type { JsonObject } from "../domain/json.ts";
import type { NewEvent, NewSearch } from "../domain/new-event.ts";
import { extraOf } from "./event-extra.ts";
import { Moment, toMs } from "./event.ts";
import { eventLimits } from "./event-limits.ts";
import { parse } from "./parse.ts";
import { QueryText } from "./text.ts";

// User Behavior Insights 1.3.0, https://o19s.github.io/ubi/schema/1.3.0/event.schema.json and query.request.schema.json.
// Read leniently: real senders leave fields null or empty, and some put session_id among the attributes.

const Id = z.union([z.string().max(512), z.number()]).nullish();
const Loose = z.looseObject({}).nullish();

/** An empty one is as none. */
const Token = z
  .string()
  .max(eventLimits.tokenLength)
  .nullish()
  .transform((token) => (token === "" ? null : (token ?? null)));

export const UbiEvent = z
  .looseObject({
    action_name: z.string().min(1).max(100).meta({ example: "click" }),
    query_id: Token,
    session_id: Token,
    client_id: Token,
    user_id: Token,
    timestamp: Moment.nullish(),
    event_attributes: z
      .looseObject({
        object: z.looseObject({ object_id: Id }).nullish(),
        position: z.looseObject({ ordinal: z.number().nullish() }).nullish(),
        session_id: Token,
      })
      .nullish(),
  })
  .meta({ id: "UbiEvent", description: "An event of User Behavior Insights 1.3.0." });

export const UbiQuery = z
  .looseObject({
    user_query: QueryText,
    query_id: Token,
    client_id: Token,
    user_id: Token,
    session_id: Token,
    timestamp: Moment.nullish(),
    query_attributes: Loose,
    query_response_hit_ids: z
      .array(z.union([z.string().max(512), z.number()]))
      .max(eventLimits.shown)
      .nullish(),
  })
  .meta({ id: "UbiQuery", description: "A query of User Behavior Insights 1.3.0; with its hits it is an impression." });

const types: ReadonlyMap<string, string> = new Map([
  ["click_through", "click"],
  ["item_click", "click"],
  ["product_click", "click"],
  ["watch", "view"],
]);

/** @throws WinnowError `invalid_request` */
export const readUbiEvent = (value: unknown, nowMs: number): NewEvent => {
  const event = parse(UbiEvent, value);
  const { object, position, session_id: inner, ...attributes } = event.event_attributes ?? {};
  const product = textOf(object?.object_id);
  const { application, message_type } = event;
  const extra = { application, message_type, ...(Object.keys(attributes).length > 0 && { attributes }) };
  return {
    id: null,
    type: types.get(event.action_name) ?? event.action_name,
    timestampMs: toMs(event.timestamp, nowMs),
    user: event.user_id ?? event.client_id,
    session: event.session_id ?? inner ?? null,
    queryId: event.query_id,
    items:
      product === null
        ? []
        : [{ product, queryId: null, position: placeOf(position?.ordinal), priceMinor: null, quantity: null }],
    bot: false,
    currency: null,
    extra: extraOf(withoutNulls(extra)),
  };
};

/** Null for one that does not say what was shown. @throws WinnowError `invalid_request` */
export const readUbiQuery = (value: unknown, nowMs: number): NewSearch | null => {
  const query = parse(UbiQuery, value);
  const products = (query.query_response_hit_ids ?? []).flatMap((id) => textOf(id) ?? []);
  if (query.query_id === null || products.length === 0) return null;
  return {
    queryId: query.query_id,
    timestampMs: toMs(query.timestamp, nowMs),
    user: query.user_id ?? query.client_id,
    session: query.session_id,
    bot: false,
    text: query.user_query,
    products,
  };
};

const textOf = (id: string | number | null | undefined): string | null =>
  id === null || id === undefined || id === "" ? null : String(id);

/** Some count from 0: what they call 0 is the first. */
const placeOf = (ordinal: number | null | undefined): number | null =>
  typeof ordinal === "number" && Number.isInteger(ordinal) && ordinal >= 0 ? Math.max(1, ordinal) : null;

const withoutNulls = (fields: Readonly<Record<string, unknown>>): JsonObject =>
  // What JSON.parse made is JSON.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as JsonObject;
