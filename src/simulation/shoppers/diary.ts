import type { ShopClock } from "./clock.ts";
import type { ShopAnswer, ShopDoor, ShopperEvent, ShopSearch } from "./door.ts";
import type { Item } from "./shelf.ts";
import type { Shopper } from "./shopper.ts";

export interface Counts {
  sessions: number;
  /** Of sessions, by bots. */
  bots: number;
  searches: number;
  clicks: number;
  carts: number;
  purchases: number;
  returns: number;
}

interface Who {
  readonly shopper: Shopper;
  readonly session: string;
}

/** What a session did, kept in order and sent when it would be; what happens on a later day waits for it. */
export interface Diary {
  now(): number;
  /** Time goes by: about so long. */
  pass(ms: number): Promise<void>;
  search(search: ShopSearch): Promise<ShopAnswer>;
  event(event: {
    readonly type: ShopperEvent["type"];
    readonly item: Item;
    readonly position: number;
    readonly queryId: string | null;
    readonly who: Who;
    readonly inDays?: number;
  }): void;
  /** Sends what happened since the last time. */
  post(who: Who): Promise<void>;
}

export interface Later {
  readonly event: ShopperEvent;
  readonly agent: string;
}

export interface DiaryOptions {
  readonly door: ShopDoor;
  readonly clock: ShopClock;
  readonly counts: Counts;
  /** Keeps what happens on a later day. */
  readonly later: (later: Later) => void;
  /** True: nobody waits, and time goes by in the timestamps only, a twentieth as much. */
  readonly hurried: boolean;
  readonly dayMs: number;
  readonly session: string;
}

const counted = { click: "clicks", add_to_cart: "carts", purchase: "purchases", return: "returns" } as const;

export function openDiary({ door, clock, counts, later, hurried, dayMs, session }: DiaryOptions): Diary {
  let pending: ShopperEvent[] = [];
  let events = 0;
  /** How far a hurried session's timestamps are ahead of the clock. */
  let aheadMs = 0;
  const now = () => clock.now() + aheadMs;
  return {
    now,
    pass: async (ms) => {
      // No click within 300 ms of its page, which only machines manage.
      if (hurried) aheadMs += Math.max(400, ms / 20);
      else await clock.advanceTo(clock.now() + ms);
    },
    search: (search) => {
      counts.searches += 1;
      return door.search(search);
    },
    event: ({ type, item, position, queryId, who, inDays = 0 }) => {
      // Nobody knows again who leaves no token: what they buy another day is not theirs to the shop.
      if (inDays > 0 && who.shopper.user === null) return;
      const priced = type === "purchase" || type === "return";
      const event: ShopperEvent = {
        id: `${session}-${(events += 1)}`,
        type,
        timestampMs: Math.round(now() + inDays * dayMs),
        user: who.shopper.user,
        session: inDays > 0 ? null : session,
        queryId,
        product: item.id,
        position: queryId === null ? null : position,
        price: priced ? item.price : null,
      };
      if (type !== "view" && type !== "remove_from_cart") counts[counted[type]] += 1;
      if (inDays === 0) pending.push(event);
      else later({ event, agent: who.shopper.agent });
    },
    post: async ({ shopper }) => {
      const events = pending;
      pending = [];
      if (events.length > 0) await door.send(events, shopper.agent);
    },
  };
}
