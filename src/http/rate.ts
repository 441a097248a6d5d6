import { type RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { WinnowError } from "../domain/errors.ts";

/** @throws WinnowError `rate_limited` */
export const consume = async (limiter: RateLimiterMemory, key: string, points = 1): Promise<void> => {
  try {
    await limiter.consume(key, points);
  } catch (full) {
    if (full instanceof RateLimiterRes) throw tooMany(full);
    throw full;
  }
};

export const tooMany = ({ msBeforeNext }: RateLimiterRes): WinnowError =>
  new WinnowError("rate_limited", "Too many requests in a minute.", { retryAfterS: msBeforeNext / 1000 });
