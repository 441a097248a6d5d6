import type { IncomingMessage } from "node:http";
import type { RateLimits } from "../access/rate-limits.ts";
import { WinnowError } from "../domain/errors.ts";
import { eventLimits } from "../wire/event-limits.ts";
import { createLimit, overloaded } from "./admission.ts";
import { takeFrom } from "./rate.ts";

export interface EventAdmissionSettings {
  /** Calls that tell events, in work at once. */
  readonly eventsAtOnce: number;
  /** Events a minute from one address; a body counts as one for each 500 bytes. */
  readonly eventsPerMinute: number;
  readonly rates: RateLimits;
}

/** @throws WinnowError from its result: `rate_limited`, `overloaded` */
export type EventAdmission = <T>(req: IncomingMessage, address: string, work: () => Promise<T>) => Promise<T>;

/** Of an event as most senders tell it. */
const eventBytes = 500;

/** Bodies in memory, all calls together. */
const mostBytes = 32 * eventLimits.bodyBytes;

/** Limits of their own, so that a flood of events takes nothing from searches but what it is let have. */
export const createEventAdmission = ({
  eventsAtOnce,
  eventsPerMinute,
  rates,
}: EventAdmissionSettings): EventAdmission => {
  // Bodies that are still being read, too: what is in them decides who is let in further.
  const limit = createLimit(2 * eventsAtOnce);
  let bytes = 0;
  return async (req, address, work) => {
    const own = Math.min(Number(req.headers["content-length"] ?? eventLimits.bodyBytes), eventLimits.bodyBytes);
    takeFrom(rates, "events", address, eventsPerMinute, 1 + Math.floor(own / eventBytes));
    if (bytes + own > mostBytes) {
      throw new WinnowError("overloaded", "More events came than can be taken in at once.", { retryAfterS: 1 });
    }
    bytes += own;
    try {
      return await limit(work);
    } finally {
      bytes -= own;
    }
  };
};

/** @throws WinnowError `overloaded` from its result, at once: nothing of the call is kept, and it is to be sent again */
export type KeepEvents = <T>(events: readonly unknown[], work: () => Promise<T>) => Promise<T>;

/** A quarter of what may be in work at once is for calls that tell of a purchase: a view that is lost costs little. */
export const createKeepEvents = ({ eventsAtOnce }: Pick<EventAdmissionSettings, "eventsAtOnce">): KeepEvents => {
  let inside = 0;
  return async (events, work) => {
    const most = events.some(isPurchase) ? eventsAtOnce : Math.ceil(eventsAtOnce * 0.75);
    if (inside >= most) throw overloaded();
    inside++;
    try {
      return await work();
    } finally {
      inside--;
    }
  };
};

/** Ours or User Behavior Insights'. */
const isPurchase = (event: unknown): boolean => {
  if (typeof event !== "object" || event === null) return false;
  const { type, action_name: action } = event as { type?: unknown; action_name?: unknown };
  return type === "purchase" || action === "purchase";
};
