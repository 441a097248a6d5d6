import type { IncomingMessage } from "node:http";
import type { RateLimits } from "../access/rate-limits.ts";
import { WinnowError } from "../domain/errors.ts";
import { expectLeft, takeFrom } from "./rate.ts";
import type { RouteClass } from "./route.ts";
import type { Grant, Shop } from "./shop.ts";

export interface GuardSettings {
  /** Whether searching and telling events need a key too. */
  readonly requireSearchKey: boolean;
  /** Calls a minute with one admin key. */
  readonly adminPerMinute: number;
  /** Searches a minute from one address. */
  readonly searchPerMinute: number;
  /** Searches a minute with one key, those derived from it included. */
  readonly searchPerMinuteOfKey: number;
  readonly rates: RateLimits;
}

/** Lets callers through by their keys; null where no key is needed. */
export type Guard = (
  req: IncomingMessage,
  address: () => string,
  of: RouteClass,
  secretInBody?: string | null,
) => Promise<Grant | null> | null;

type KeyScope = Grant["scopes"][number];

/** Of search keys that carry a filter. */
const narrowPrefix = "wk_derived_";
const adminPrefix = "wk_admin_";

/** Wrong keys a minute from one address, before the rest are not even looked at. */
const wrongPerMinute = 20;

/** @throws WinnowError at once `rate_limited`; from its result `unauthorized`, `forbidden`, `rate_limited` */
export const createGuard = (keys: Pick<Shop["keys"], "check">, settings: GuardSettings): Guard => {
  const { rates } = settings;

  const authorize = async (
    req: IncomingMessage,
    address: string,
    scope: KeyScope,
    secretInBody: string | null,
  ): Promise<Grant> => {
    const secret = readSecret(req) ?? secretInBody;
    if (scope === "admin" && req.headers.origin !== undefined) throw fromBrowser();
    if (secret === null) {
      throw new WinnowError("unauthorized", "A key is needed.", {
        hint: "Send Authorization: Bearer KEY, or X-API-Key.",
      });
    }
    expectLeft(rates.look("wrong keys", address, wrongPerMinute));
    const grant = await keys.check(secret);
    if (grant === null) {
      rates.take("wrong keys", address, 1, wrongPerMinute);
      throw new WinnowError("unauthorized", "The key is unknown or has expired.", { hint: "winnow keys list" });
    }
    if (scope === "admin" && !grant.scopes.includes("admin")) {
      throw new WinnowError("forbidden", "The key does not reach admin calls.", {
        hint: "Use a key that starts with wk_admin_.",
      });
    }
    if (!grant.scopes.includes(scope) && !grant.scopes.includes("admin")) {
      throw new WinnowError("forbidden", `The key does not reach ${scope === "events" ? "events" : "searches"}.`, {
        hint: `Make one that does: winnow keys create --scope ${scope}.`,
      });
    }
    if (scope === "admin") takeFrom(rates, "admin calls", grant.id, settings.adminPerMinute);
    if (scope === "search") takeFrom(rates, "searches of key", grant.id, settings.searchPerMinuteOfKey);
    return grant;
  };

  return (req, address, of, secretInBody = null) => {
    const isShoppers = of === "search" || of === "events";
    if (of === "open") return null;
    if (of === "search") takeFrom(rates, "searches", address(), settings.searchPerMinute);
    const secret = readSecret(req) ?? secretInBody ?? "";
    // By its prefix, so that a page that carries one is noticed also where no key would have been needed.
    if (secret.startsWith(adminPrefix) && req.headers.origin !== undefined) return Promise.reject(fromBrowser());
    // A filter that was given holds, also where no key would have been needed.
    const isNarrow = secret.startsWith(narrowPrefix);
    if (isShoppers && !settings.requireSearchKey && !isNarrow) return null;
    return authorize(req, address(), isShoppers ? of : "admin", secretInBody);
  };
};

const fromBrowser = () =>
  new WinnowError("forbidden", "Admin calls are not taken from a browser.", {
    where: "origin",
    hint: "An admin key must never reach a web page: call from a server.",
  });

const readSecret = (req: IncomingMessage): string | null => {
  const given = req.headers["x-api-key"];
  if (typeof given === "string" && given !== "") return given;
  return /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "")?.[1] ?? null;
};
