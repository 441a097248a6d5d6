import type { RateLimits } from "../access/rate-limits.ts";
import { WinnowError } from "../domain/errors.ts";

/** @throws WinnowError `rate_limited` */
export const takeFrom = (rates: RateLimits, name: string, who: string, perMinute: number, points = 1): void =>
  expectLeft(rates.take(name, who, points, perMinute));

/** @param retryAfterS as rates tell it @throws WinnowError `rate_limited` unless it is null */
export const expectLeft = (retryAfterS: number | null): void => {
  if (retryAfterS !== null) throw new WinnowError("rate_limited", "Too many requests in a minute.", { retryAfterS });
};
