import type { JsonObject } from "./json.ts";

/**
 * The product of an event, with what the catalogue said of it when the event came: counters and sessions are folded from
 * the log alone, whatever becomes of the catalogue later. Null: the catalogue did not know it or its value.
 */
export interface EventProduct {
  readonly id: string;
  /** The product's `group_id`, else its id: what counters are kept by. */
  readonly group: string;
  readonly brand: string | null;
  /** The first category's full path. */
  readonly category: string | null;
  /** In major units. */
  readonly price: number | null;
}

/** Why an event is kept but neither counted nor trained on. */
export type SetAside =
  /** The agent says that it is a bot. */
  | "bot"
  /** The same person did the same to the same product for the same query before, on the same UTC day. */
  | "repeat";

/** One thing that one shopper did with at most one product; a purchase of three products is three of them. */
export interface ShopEvent {
  /** The sender's event id, else a hash of (query id, user, product, type, timestamp); unique in its catalogue. */
  readonly id: string;
  readonly catalog: string;
  /** impression, view, click, add_to_cart, remove_from_cart, purchase, return; any other is kept and not learned from. */
  readonly type: string;
  /** When it happened: at most 30 days before and 5 minutes after it came. */
  readonly timestampMs: number;
  readonly receivedAtMs: number;
  /** Pseudonym of the shopper, else of the session; null when neither is known. */
  readonly user: string | null;
  readonly session: string | null;
  /** The item's query id, else the event's. */
  readonly queryId: string | null;
  /** What that search was understood as: its impression's `normalized` when the event came; null when not known. */
  readonly query: string | null;
  readonly product: EventProduct | null;
  /** Where it was shown, from 1: by its sender, else by the impression. */
  readonly position: number | null;
  /** Purchases: price of one in minor units of `currency`, and how many. */
  readonly priceMinor: number | null;
  readonly quantity: number | null;
  readonly currency: string | null;
  readonly setAside: SetAside | null;
  /** What else its sender said. */
  readonly extra: JsonObject | null;
}
