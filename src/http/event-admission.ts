import type { IncomingMessage } from "node:http";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { WinnowError } from "../domain/errors.ts";
import { eventLimits } from "../wire/event-limits.ts";
import { createLimit } from "./admission.ts";
import { consume } from "./rate.ts";

export interface EventAdmissionSettings {
  /** Calls that tell events, in work at once. */
  readonly eventsAtOnce: number;
  /** Calls a minute from one address. */
  readonly eventsPerMinute: number;
}

/** @throws WinnowError from its result: `rate_limited`, `overloaded` */
export type EventAdmission = <T>(req: IncomingMessage, address: string, work: () => Promise<T>) => Promise<T>;

/** Bodies in memory, all calls together. */
const mostBytes = 32 * eventLimits.bodyBytes;

/** Limits of their own, so that a flood of events takes nothing from searches but what it is let have. */
export const createEventAdmission = ({ eventsAtOnce, eventsPerMinute }: EventAdmissionSettings): EventAdmission => {
  const limit = createLimit(eventsAtOnce);
  const calls = new RateLimiterMemory({ points: eventsPerMinute, duration: 60 });
  let bytes = 0;
  return async (req, address, work) => {
    await consume(calls, address);
    const own = Math.min(Number(req.headers["content-length"] ?? eventLimits.bodyBytes), eventLimits.bodyBytes);
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
