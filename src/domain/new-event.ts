import type { JsonObject } from "./json.ts";

/** What a shopper did, as the shop sent it, checked but not yet looked at beside the catalogue and the log. */
export interface NewEvent {
  /** The sender's; null when it gave none. */
  readonly id: string | null;
  readonly type: string;
  readonly timestampMs: number;
  /** Pseudonyms. */
  readonly user: string | null;
  readonly session: string | null;
  readonly queryId: string | null;
  /** A purchase may have several, what is no product's has none. */
  readonly items: readonly NewEventItem[];
  /** By its sender's agent. */
  readonly bot: boolean;
  readonly currency: string | null;
  readonly extra: JsonObject | null;
}

export interface NewEventItem {
  readonly product: string;
  /** Its own, before the event's. */
  readonly queryId: string | null;
  readonly position: number | null;
  /** Of one, in minor units. */
  readonly priceMinor: number | null;
  readonly quantity: number | null;
}

/** A search that was answered elsewhere, as the shop reports it. */
export interface NewSearch {
  readonly queryId: string;
  readonly timestampMs: number;
  readonly user: string | null;
  readonly session: string | null;
  readonly bot: boolean;
  readonly text: string;
  /** In the order in which they were shown. */
  readonly products: readonly string[];
}
