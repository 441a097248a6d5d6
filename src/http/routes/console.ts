import type { RateLimits } from "../../access/rate-limits.ts";
import { WinnowError } from "../../domain/errors.ts";
import { LoginBody, SessionAnswer } from "../../wire/console.ts";
import { limits } from "../../wire/limits.ts";
import { parse } from "../../wire/parse.ts";
import { json } from "../answer.ts";
import { type ConsoleSession, type ConsoleSessions, expectOwnPage } from "../console-sessions.ts";
import { pickParameters } from "../parameters.ts";
import { readJson } from "../read-body.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export interface ConsoleDeps {
  readonly keys: Pick<Shop["keys"], "check">;
  readonly sessions: ConsoleSessions;
  readonly rates: RateLimits;
  readonly trustProxy: boolean;
}

const WRONG = "wrong keys at the console";
/** From one address in a quarter of an hour by the clock, to all processes together, before it has to wait. */
const WRONG_KEYS = 10;
const QUARTER_HOUR_MS = 900_000;

const answer = { status: 200, type: "application/json", schema: SessionAnswer };

/** Who is at the console: a key is given once and becomes a session. */
export const consoleRoutes = ({ keys, sessions, rates, trustProxy }: ConsoleDeps): readonly Route[] => [
  {
    method: "GET",
    path: "/console/session",
    of: "open",
    doc: {
      summary: "Whether someone is signed in at the console",
      answer: { ...answer, description: "The session." },
    },
    async handle(call) {
      const session = await call.deadline.within(sessions.of(call.req));
      return json(session === null ? { signed_in: false } : toAnswer(session));
    },
  },
  {
    method: "POST",
    path: "/console/login",
    of: "open",
    doc: {
      summary: "Sign in at the console with an admin key",
      description: "From the console's own page only. The session is a cookie that scripts cannot read.",
      body: { type: "application/json", schema: LoginBody },
      answer: { ...answer, description: "Signed in." },
      problems: [400, 401, 403, 413, 415, 429, 503],
    },
    async handle(call) {
      pickParameters(call.parameters, {});
      expectOwnPage(call.req, trustProxy);
      const { key } = parse(LoginBody, await readJson(call.req, limits.searchBodyBytes, call.deadline));
      const retryAfterS = rates.look(WRONG, call.address, WRONG_KEYS, QUARTER_HOUR_MS);
      if (retryAfterS !== null) {
        throw new WinnowError("rate_limited", "Too many wrong keys from here.", { retryAfterS });
      }
      const grant = await call.deadline.within(keys.check(key));
      if (grant?.scopes.includes("admin") !== true) {
        rates.take(WRONG, call.address, 1, WRONG_KEYS, QUARTER_HOUR_MS);
        throw new WinnowError("unauthorized", "This is no admin key, or it has expired.", {
          where: "key",
          hint: "winnow keys create makes one.",
        });
      }
      const { session, cookie } = sessions.open(call.req, grant);
      return json(toAnswer(session), 200, { "set-cookie": cookie });
    },
  },
  {
    method: "POST",
    path: "/console/logout",
    of: "open",
    doc: {
      summary: "Sign out at the console",
      answer: { ...answer, description: "The session is over." },
      problems: [400, 403],
    },
    async handle(call) {
      pickParameters(call.parameters, {});
      await call.deadline.within(sessions.of(call.req));
      return json({ signed_in: false }, 200, { "set-cookie": sessions.close(call.req) });
    },
  },
];

const toAnswer = ({ csrf, grant, endsAtMs }: ConsoleSession): SessionAnswer => ({
  signed_in: true,
  csrf,
  catalogs: grant.catalogs === null ? null : [...grant.catalogs],
  ends_at: new Date(endsAtMs).toISOString(),
});
