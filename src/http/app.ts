import type { IncomingMessage, ServerResponse } from "node:http";
import Router from "@koa/router";
import Koa from "koa";
import { WinnowError } from "../domain/errors.ts";
import type { Report } from "../observe/report.ts";
import { writeTraceparent } from "../observe/trace.ts";
import { type Admission, createAdmission, createLimit } from "./admission.ts";
import { createEventAdmission, createKeepEvents, type EventAdmissionSettings } from "./event-admission.ts";
import { type Answer, send } from "./answer.ts";
import { type ConsoleSessions, createConsoleSessions, hasConsoleCookie } from "./console-sessions.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { startDeadline } from "./deadline.ts";
import { toProblem } from "./errors.ts";
import { createGuard, type GuardSettings } from "./guard.ts";
import { describeRoutes } from "./openapi.ts";
import { readParameters } from "./parameters.ts";
import type { Call, Route, RouteClass } from "./route.ts";
import { catalogRoutes } from "./routes/catalogs.ts";
import { eventRoutes } from "./routes/events.ts";
import { enrichmentRoutes } from "./routes/enrichments.ts";
import { explainRoutes } from "./routes/explain.ts";
import { consoleRoutes } from "./routes/console.ts";
import { facetRoutes } from "./routes/facets.ts";
import { importRoutes } from "./routes/imports.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { keyRoutes } from "./routes/keys.ts";
import { modelRoutes } from "./routes/models.ts";
import { pictureRoutes } from "./routes/pictures.ts";
import { probeRoutes } from "./routes/probes.ts";
import { productRoutes } from "./routes/products.ts";
import { searchRoutes } from "./routes/search.ts";
import { suggestRoutes } from "./routes/suggest.ts";
import { userRoutes } from "./routes/users.ts";
import { synonymRoutes } from "./routes/synonyms.ts";
import { trafficRoutes } from "./routes/traffic.ts";
import { createShed } from "./shed.ts";
import type { Grant, Shop } from "./shop.ts";
import { inTrace, knownMethod, type RequestTrace } from "./trace.ts";
import type { WebFiles } from "./web.ts";

export interface HttpSettings extends GuardSettings, EventAdmissionSettings {
  readonly corsOrigins: readonly string[];
  /** Whether a proxy in front is believed about the caller's address. */
  readonly trustProxy: boolean;
  readonly searchDeadlineMs: number;
  readonly adminDeadlineMs: number;
  /** Searches in work or waiting, at most. */
  readonly searchAtOnce: number;
  readonly adminAtOnce: number;
}

export interface AppDeps {
  readonly shop: Shop;
  readonly report: Report;
  /** Null when the storefront is not built. */
  readonly web: WebFiles | null;
  readonly version: string;
  readonly settings: HttpSettings;
  /** True from the signal to stop on. */
  readonly stopping: () => boolean;
  /** Milliseconds since 1970; when events happened that do not say. Absent: the machine's. */
  readonly now?: () => number;
}

export interface App {
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
  readonly routes: readonly Route[];
}

interface State {
  readonly trace: RequestTrace;
  readonly startedAtMs: number;
  route: Route | null;
}

/** The HTTP application: every request passes `answered` → router → guard → route, and is sent in one place. */
export const createApp = (deps: AppDeps): App => {
  const { shop, report, settings, stopping } = deps;
  const sessions = createConsoleSessions({
    hasKey: (id) => shop.keys.has(id),
    now: Date.now,
    trustProxy: settings.trustProxy,
  });
  let openapi: string | null = null;
  const routes: readonly Route[] = [
    ...searchRoutes(shop, (served) => report.searchServed(served)),
    ...suggestRoutes(shop, (parts) => report.degraded(parts)),
    ...facetRoutes(shop),
    ...explainRoutes(shop),
    ...pictureRoutes(shop),
    ...eventRoutes(shop, deps.now ?? Date.now, createKeepEvents(settings)),
    ...userRoutes(shop),
    ...productRoutes(shop),
    ...importRoutes(shop),
    ...catalogRoutes(shop),
    ...trafficRoutes(shop),
    ...modelRoutes(shop),
    ...jobRoutes(shop),
    ...enrichmentRoutes(shop),
    ...synonymRoutes(shop),
    ...keyRoutes(shop),
    ...consoleRoutes({ keys: shop.keys, sessions, rates: settings.rates, trustProxy: settings.trustProxy }),
    ...probeRoutes({
      health: () => shop.health(),
      stopping,
      metrics: () => report.metrics(),
      openapi: () => (openapi ??= describeRoutes(routes, deps.version)),
    }),
  ];

  const searches = createAdmission({ atOnce: settings.searchAtOnce, maxWaitMs: settings.searchDeadlineMs / 8 });
  const run = createRunner(deps, sessions, searches);
  const router = new Router<State>();
  for (const route of routes) {
    router.register(route.path.replaceAll(/\{(\w+)\}/g, ":$1"), [route.method], async (ctx) => {
      ctx.state.route = route;
      await reply(ctx, run(route, ctx, ctx.params));
    });
  }

  // Most requests are for a path without parameters: no need to try one pattern after the other.
  const exact = new Map(
    routes.filter(({ path }) => !path.includes("{")).map((route) => [`${route.method} ${route.path}`, route]),
  );

  const reply = async (ctx: Koa.ParameterizedContext<State>, working: Answer | Promise<Answer>) => {
    const { ids } = ctx.state.trace;
    const common: Record<string, string> = {
      "x-request-id": ids.spanId,
      traceparent: writeTraceparent(ids),
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...corsHeaders(ctx.req, settings.corsOrigins),
    };
    let answer: Answer;
    let code: string | undefined;
    try {
      answer = await working;
    } catch (error) {
      const { problem, headers } = toProblem(error, ids.spanId);
      code = problem.code;
      if (problem.status === 500) report.log.error({ request: problem.request_id, err: error }, "request failed");
      answer = {
        status: problem.status,
        type: "application/problem+json; charset=utf-8",
        body: JSON.stringify(problem),
        headers,
      };
    }
    await send(ctx.req, ctx.res, answer, common);
    ctx.state.trace.answered(ctx.state.route?.path ?? null, answer.status, code);
    report.requestServed({
      id: ids.spanId,
      trace: ids.traceId,
      method: knownMethod(ctx.method),
      route: ctx.state.route?.path ?? "other",
      status: answer.status,
      ms: performance.now() - ctx.state.startedAtMs,
      aside: answer.status < 400 && (ctx.state.route === null || ctx.state.route.of === "open"),
      ...(code === undefined ? {} : { code }),
    });
  };

  const elsewhere = (ctx: Koa.ParameterizedContext<State>): Answer => {
    const { method, path } = ctx;
    if (method === "OPTIONS") return preflight;
    const others = router.match(path, method).path.flatMap((layer) => layer.methods);
    if (others.length > 0) {
      throw new WinnowError("method_not_allowed", `${method} is not known at ${path.slice(0, 200)}.`, {
        hint: `Known are ${[...new Set(others)].join(", ")}.`,
      });
    }
    const isRead = method === "GET" || method === "HEAD";
    if (isRead && !path.startsWith("/v1/") && path !== "/v1") {
      if (deps.web === null && path === "/") return notBuilt;
      const file = deps.web?.find(path, ctx.req.headers.accept, ctx.req.headers["if-none-match"]);
      if (file !== undefined && file !== null) return file;
    }
    throw new WinnowError("not_found", `There is nothing at ${path.slice(0, 200)}.`, {
      hint: "/openapi.json lists what there is.",
    });
  };

  const koa = new Koa<State>();
  koa.proxy = settings.trustProxy;
  koa.maxIpsCount = 1;
  koa.silent = true;
  koa.on("error", (error: unknown) => report.log.error({ err: error }, "request failed"));
  koa.use((ctx, next) => {
    // Answers are written by `send`, which knows JSON that is text already, ETags and level 1.
    ctx.respond = false;
    const startedAtMs = performance.now();
    const route = exact.get(`${ctx.method} ${ctx.path}`) ?? null;
    const isAside = route === null ? !ctx.path.startsWith("/v1/") : route.of === "open";
    return inTrace(ctx.req, isAside, (trace) => {
      ctx.state = { trace, startedAtMs, route };
      return route === null ? next() : reply(ctx, run(route, ctx, {}));
    });
  });
  koa.use(router.routes());
  koa.use((ctx) => reply(ctx, new Promise((resolve) => resolve(elsewhere(ctx)))));

  const handle = koa.callback();
  const shed = createShed({ routes, searches, report, corsOrigins: settings.corsOrigins });
  return { handle: (req, res) => void (shed(req, res) || handle(req, res)), routes };
};

/** Takes a request through its route: key, deadline, limit, handler. */
const createRunner = ({ shop, settings }: AppDeps, sessions: ConsoleSessions, searches: Admission) => {
  const guard = createGuard(shop.keys, settings);
  const admins = createLimit(settings.adminAtOnce);
  const longs = createLimit(8);
  const events = createEventAdmission(settings);
  const deadlineMs: Readonly<Record<RouteClass, number>> = {
    search: settings.searchDeadlineMs,
    admin: settings.adminDeadlineMs,
    events: settings.adminDeadlineMs,
    // A timer takes 31 bits; an upload may take as long as it takes.
    long: 2 ** 31 - 1,
    open: settings.searchDeadlineMs,
  };

  return async (
    route: Route,
    ctx: Koa.ParameterizedContext<State>,
    path: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const { of } = route;
    const { startedAtMs, trace } = ctx.state;
    const deadline = startDeadline(deadlineMs[of], startedAtMs);
    const gone = () => {
      if (!ctx.res.writableFinished) deadline.gone();
    };
    ctx.res.once("close", gone);
    let grant: Grant | null = null;
    // Who must not wait long for an answer must not wait longer for a key to be looked up.
    const inTime = <T>(looking: Promise<T>): Promise<T> => {
      const [, ms] = /(?:^|&)timeout_ms=(\d{1,5})(?:&|$)/.exec(ctx.querystring) ?? [];
      if (of === "search" && ms !== undefined) deadline.lower(Number(ms));
      return deadline.within(looking);
    };
    const authorize = async (secret: string | null) => {
      const looking = guard(ctx.req, () => ctx.ip, of, secret);
      if (looking !== null) grant = await inTime(looking);
    };
    const makeCall = (): Call => {
      const reaches = (catalog: string) => grant?.catalogs?.includes(catalog) ?? true;
      return {
        id: trace.ids.spanId,
        address: ctx.ip,
        startedAtMs,
        deadline,
        req: ctx.req,
        res: ctx.res,
        parameters: readParameters(ctx.querystring),
        querystring: ctx.querystring,
        path,
        admit: (work) => deadline.within(searches.admit(deadline, work)),
        authorize,
        within: grant?.within === undefined ? {} : { within: grant.within },
        reaches,
        allowCatalog(catalog) {
          if (reaches(catalog)) return;
          const what = catalog === "*" ? "all catalogues" : catalog;
          throw new WinnowError("forbidden", `The key does not reach ${what}.`, { where: "catalog" });
        },
      };
    };
    try {
      if (route.console === true && hasConsoleCookie(ctx.req)) {
        grant = (await inTime(sessions.of(ctx.req)))?.grant ?? null;
      }
      // A beacon carries its key in the body: its route asks once it has read it.
      if (grant === null && of !== "events") await authorize(null);
      const call = makeCall();
      if (of === "admin") return await admins(async () => route.handle(call));
      if (of === "events") return await events(ctx.req, ctx.ip, async () => route.handle(call));
      if (of === "long") return await longs(async () => route.handle(call));
      return await route.handle(call);
    } finally {
      deadline.end();
    }
  };
};

const notBuilt: Answer = {
  status: 200,
  type: "text/html; charset=utf-8",
  body: "<!doctype html><meta charset=utf-8><title>winnow</title><p>The API runs. The storefront is not built: <code>npm run build:web</code>.",
};
