/** How shoppers reach the shop: nothing but what any shop's page could send and see. */
export interface ShopDoor {
  search(search: ShopSearch): Promise<ShopAnswer>;
  /** @param agent the browser's, or the bot's */
  send(events: readonly ShopperEvent[], agent: string): Promise<void>;
}

export interface ShopSearch {
  readonly text: string;
  readonly user: string | null;
  readonly session: string | null;
  readonly agent: string;
  readonly page: number;
  readonly size: number;
  /** Of the first page; null on it. */
  readonly queryId: string | null;
  /** Absent: the shop's choice. */
  readonly order?: "learned" | "text";
}

export interface ShopAnswer {
  readonly queryId: string;
  readonly total: number;
  readonly hits: readonly { readonly id: string; readonly position: number; readonly score: number }[];
  /** Of the order; null for the first stage's. */
  readonly model: string | null;
}

export interface ShopperEvent {
  readonly id: string;
  readonly type: "click" | "view" | "add_to_cart" | "remove_from_cart" | "purchase" | "return";
  readonly timestampMs: number;
  readonly user: string | null;
  readonly session: string | null;
  readonly queryId: string | null;
  readonly product: string;
  readonly position: number | null;
  /** Pounds, of one; of purchases and returns. */
  readonly price: number | null;
}
