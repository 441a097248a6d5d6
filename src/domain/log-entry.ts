import type { ShopEvent } from "./event.ts";
import type { Impression } from "./impression.ts";

/** The behaviour log: impressions and events in one order, the order in which they became durable. */
export type LogEntry =
  | { readonly sequence: number; readonly kind: "event"; readonly event: ShopEvent }
  | { readonly sequence: number; readonly kind: "impression"; readonly impression: Impression };
