import type { IncomingMessage } from "node:http";
import type { RateLimits } from "../access/rate-limits.ts";
import { WinnowError } from "../domain/errors.ts";
import { eventLimits } from "../wire/event-limits.ts";
import { createLimit } from "./admission.ts";
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
  const limit = createLimit(eventsAtOnce);
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
