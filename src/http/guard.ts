import type { IncomingMessage } from "node:http";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { WinnowError } from "../domain/errors.ts";
import type { RouteClass } from "./route.ts";
import type { Grant, Shop } from "./shop.ts";

export interface GuardSettings {
  /** Whether searching needs a key too. */
  readonly requireSearchKey: boolean;
  /** Calls a minute with one admin key. */
  readonly adminPerMinute: number;
}

/** Lets callers through by their keys; null where no key is needed. */
export type Guard = (req: IncomingMessage, address: () => string, of: RouteClass) => Promise<Grant | null> | null;

/** Wrong keys a minute from one address, before the rest are not even looked at. */
const wrongPerMinute = 20;

/** @throws WinnowError from its result: `unauthorized`, `forbidden`, `rate_limited` */
export const createGuard = (keys: Pick<Shop["keys"], "check">, settings: GuardSettings): Guard => {
  const wrong = new RateLimiterMemory({ points: wrongPerMinute, duration: 60 });
  const calls = new RateLimiterMemory({ points: settings.adminPerMinute, duration: 60 });

  const authorize = async (req: IncomingMessage, address: string, scope: "search" | "admin"): Promise<Grant> => {
    const secret = readSecret(req);
    if (scope === "admin" && req.headers.origin !== undefined) {
      throw new WinnowError("forbidden", "Admin calls are not taken from a browser.", {
        where: "origin",
        hint: "An admin key must never reach a web page: call from a server.",
      });
    }
    if (secret === null) {
      throw new WinnowError("unauthorized", "A key is needed.", {
        hint: "Send Authorization: Bearer KEY, or X-API-Key.",
      });
    }
    const failures = await wrong.get(address);
    if (failures !== null && failures.consumedPoints > wrongPerMinute) throw tooMany(failures);
    const grant = await keys.check(secret);
    if (grant === null) {
      await wrong.consume(address).catch(() => undefined);
      throw new WinnowError("unauthorized", "The key is unknown or has expired.", { hint: "winnow keys list" });
    }
    if (scope === "admin" && !grant.scopes.includes("admin")) {
      throw new WinnowError("forbidden", "The key does not reach admin calls.", {
        hint: "Use a key that starts with wk_admin_.",
      });
    }
    if (scope === "admin") await consume(calls, grant.id);
    return grant;
  };

  return (req, address, of) => {
    if (of === "open" || (of === "search" && !settings.requireSearchKey)) return null;
    return authorize(req, address(), of === "search" ? "search" : "admin");
  };
};

const readSecret = (req: IncomingMessage): string | null => {
  const given = req.headers["x-api-key"];
  if (typeof given === "string" && given !== "") return given;
  return /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "")?.[1] ?? null;
};

const consume = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (full) {
    if (full instanceof RateLimiterRes) throw tooMany(full);
    throw full;
  }
};

const tooMany = ({ msBeforeNext }: RateLimiterRes) =>
  new WinnowError("rate_limited", "Too many requests in a minute.", { retryAfterS: msBeforeNext / 1000 });
