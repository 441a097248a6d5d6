import { z } from "zod";
import { WinnowError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { NewEvent, NewEventItem } from "../domain/new-event.ts";
import { extraOf } from "./event-extra.ts";
import { toMinor } from "./event-money.ts";
import { eventLimits } from "./event-limits.ts";
import { parse } from "./parse.ts";
import { Name } from "./text.ts";

/** A shop's own token: never stored, only what HMAC makes of it. */
export const Token = z
  .string()
  .min(1)
  .max(eventLimits.tokenLength)
  .meta({ description: "Any token of the shop's choosing; stored as a pseudonym only." });

const QueryId = z
  .string()
  .min(1)
  .max(eventLimits.tokenLength)
  .meta({ description: "The `query_id` of the search it came from." });

export const Moment = z
  .union([z.iso.datetime({ offset: true, local: true }), z.number().int().min(0).max(8.64e15)], {
    error: "A time is ISO 8601, such as 2025-01-31T12:00:00Z, or milliseconds since 1970.",
  })
  .meta({ description: "ISO 8601, or milliseconds since 1970; now when absent. 30 days late to 5 minutes early." });

const Position = z.int().min(1).max(1_000_000).meta({ description: "Where it was shown, from 1." });
const Price = z.number().min(0).max(1e12).meta({ description: "Of one, in major units: 49.95." });
const Quantity = z.number().positive().max(1e6);

const Item = z.strictObject({
  id: Name,
  price: Price.optional(),
  quantity: Quantity.optional(),
  query_id: QueryId.optional(),
  position: Position.optional(),
});

const nullable = <T extends z.ZodType>(schema: T) => schema.nullish();

export const OwnEvent = z
  .looseObject({
    id: nullable(z.string().min(1).max(eventLimits.tokenLength)).meta({
      description: "Yours: what repeats it is a duplicate.",
    }),
    type: z
      .string()
      .regex(/^[\w.:-]{1,100}$/u, { error: "A type has 1 to 100 letters, digits and . : - _" })
      .meta({
        description: "view, click, add_to_cart, remove_from_cart, purchase, return, impression; others are kept only.",
      }),
    query_id: nullable(QueryId),
    user: nullable(Token),
    session: nullable(Token),
    timestamp: nullable(Moment),
    product: nullable(z.union([Name, Item], { error: "A product is its id, or an object with one." })),
    products: nullable(z.array(z.union([Name, Item])).max(eventLimits.items)).meta({ description: "Of a purchase." }),
    position: nullable(Position),
    price: nullable(Price),
    quantity: nullable(Quantity),
    currency: nullable(z.string().regex(/^[A-Z]{3}$/u, { error: "A currency has three capital letters." })),
  })
  .meta({ id: "Event", description: "Fields beyond these are kept, at most 2 kB of them." });
type OwnEvent = z.infer<typeof OwnEvent>;

/** @throws WinnowError `invalid_request` */
export const readOwnEvent = (value: unknown, nowMs: number): NewEvent => {
  const event = parse(OwnEvent, value);
  const items = [...(event.product == null ? [] : [event.product]), ...(event.products ?? [])];
  if (event.type === "purchase" && items.length === 0) {
    throw new WinnowError("invalid_request", "A purchase names what was bought.", { where: "/product" });
  }
  return {
    id: event.id ?? null,
    type: event.type,
    timestampMs: toMs(event.timestamp, nowMs),
    user: event.user ?? null,
    session: event.session ?? null,
    queryId: event.query_id ?? null,
    items: items.map((item) => toItem(item, event)),
    bot: false,
    currency: event.currency ?? null,
    extra: extraOf(restOf(event)),
  };
};

const toItem = (given: NonNullable<OwnEvent["product"]>, event: OwnEvent): NewEventItem => {
  const item = typeof given === "string" ? { id: given } : given;
  const price = item.price ?? event.price ?? null;
  return {
    product: item.id,
    queryId: item.query_id ?? null,
    position: item.position ?? event.position ?? null,
    priceMinor: price === null ? null : toMinor(price, event.currency ?? null),
    quantity: item.quantity ?? event.quantity ?? null,
  };
};

const known = new Set(Object.keys(OwnEvent.shape));

const restOf = (event: OwnEvent): JsonObject =>
  // What JSON.parse made is JSON.
  Object.fromEntries(Object.entries(event).filter(([name]) => !known.has(name))) as JsonObject;

/** A time without a zone is taken as UTC. */
export const toMs = (moment: z.infer<typeof Moment> | null | undefined, nowMs: number): number => {
  if (typeof moment !== "string") return moment ?? nowMs;
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/u.test(moment) ? moment : `${moment}Z`);
};
