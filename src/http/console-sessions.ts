import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { WinnowError } from "../domain/errors.ts";
import type { Grant } from "./shop.ts";

/** Someone at the console, who gave an admin key. */
export interface ConsoleSession {
  readonly grant: Grant;
  readonly csrf: string;
  readonly endsAtMs: number;
}

/**
 * Sessions of the console, in this process: the browser holds a cookie that no script can read, never the key. A restart
 * or a revoked key ends them.
 */
export interface ConsoleSessions {
  /** @returns the new session, and the header that gives it to the browser */
  open(req: IncomingMessage, grant: Grant): { readonly session: ConsoleSession; readonly cookie: string };
  /** Null without one. @throws WinnowError `forbidden` from its result for a page of elsewhere, or a change without its token */
  of(req: IncomingMessage): Promise<ConsoleSession | null>;
  /** @returns the header that takes the cookie back */
  close(req: IncomingMessage): string;
}

export interface ConsoleSessionsDeps {
  /** Whether the key of this id opens anything still. */
  readonly hasKey: (id: string) => Promise<boolean>;
  readonly now: () => number;
  readonly trustProxy: boolean;
}

const COOKIE = "winnow_console";
const LIFE_MS = 12 * 3_600_000;
/** Sessions at once; beyond them the oldest end. */
const AT_ONCE = 1_000;

export const createConsoleSessions = ({ hasKey, now, trustProxy }: ConsoleSessionsDeps): ConsoleSessions => {
  /** By the hash of their secret, so that a look into the memory opens nothing. */
  const sessions = new Map<string, ConsoleSession>();
  const cookie = (req: IncomingMessage, value: string, seconds: number) => {
    const secure = trustProxy && req.headers["x-forwarded-proto"] === "https" ? "; Secure" : "";
    return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
  };
  return {
    open(req, grant) {
      const secret = randomBytes(32).toString("base64url");
      const session = { grant, csrf: randomBytes(24).toString("base64url"), endsAtMs: now() + LIFE_MS };
      sessions.set(hashOf(secret), session);
      const oldest = sessions.keys().next();
      if (sessions.size > AT_ONCE && oldest.done !== true) sessions.delete(oldest.value);
      return { session, cookie: cookie(req, secret, LIFE_MS / 1000) };
    },
    async of(req) {
      const hash = hashOf(secretOf(req));
      const session = sessions.get(hash);
      if (session === undefined) return null;
      expectOwnPage(req, trustProxy);
      if (session.endsAtMs <= now() || !(await hasKey(session.grant.id))) {
        sessions.delete(hash);
        return null;
      }
      const isRead = req.method === "GET" || req.method === "HEAD";
      if (!isRead && !equal(String(req.headers["x-winnow-csrf"] ?? ""), session.csrf)) {
        throw new WinnowError("forbidden", "The change does not carry the session's token.", {
          where: "x-winnow-csrf",
          hint: "Reload the console and try again.",
        });
      }
      return session;
    },
    close(req) {
      sessions.delete(hashOf(secretOf(req)));
      return cookie(req, "", 0);
    },
  };
};

/**
 * Refuses what a page of another origin sends: a site beside ours counts as the same one for cookies.
 *
 * @throws WinnowError `forbidden`
 */
export const expectOwnPage = (req: IncomingMessage, trustProxy: boolean): void => {
  const { origin } = req.headers;
  const site = req.headers["sec-fetch-site"];
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  if (!foreign && (origin === undefined || hostOf(origin) === ownHost(req, trustProxy))) return;
  throw new WinnowError("forbidden", "The console is used from its own page only.", { where: "origin" });
};

/** Whether the caller says that it has a session. */
export const hasConsoleCookie = (req: IncomingMessage): boolean => secretOf(req) !== "";

const secretOf = (req: IncomingMessage): string =>
  (req.headers.cookie ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1) ?? "";

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

const ownHost = (req: IncomingMessage, trustProxy: boolean): string | undefined => {
  const forwarded = trustProxy ? req.headers["x-forwarded-host"] : undefined;
  return typeof forwarded === "string" ? forwarded.split(",", 1)[0]!.trim() : req.headers.host;
};

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

const equal = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(hashOf(a)), Buffer.from(hashOf(b)));
