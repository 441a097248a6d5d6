import type { EventProduct } from "./event.ts";

export interface SessionEntry {
  /** Of the event in the log. */
  readonly sequence: number;
  readonly type: string;
  readonly timestampMs: number;
  readonly product: EventProduct;
}

/** What a shopper did in this session, oldest first, at most the last 50. */
export interface SessionState {
  readonly entries: readonly SessionEntry[];
}
