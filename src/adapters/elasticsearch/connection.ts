import { Client } from "@elastic/elasticsearch";
import { setTimeout as sleep } from "node:timers/promises";
import { childSpan, traceHeaders } from "../../observe/trace.ts";
import { createBreaker } from "./breaker.ts";
import { describeCall } from "./describe-call.ts";
import { ServerError, toServerError } from "./errors.ts";
import { createRetryBudget } from "./retry-budget.ts";

export interface ConnectionOptions {
  /** One address, or several joined by commas: nodes of one cluster. */
  readonly url: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca?: string;
}

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  /** Already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  /** Lines of JSON, each ended by a line break: a bulk body. */
  readonly lines?: string;
  /** Statuses beside 2xx that are answers, not errors. */
  readonly accept?: readonly number[];
  /** May be sent a second time without harm. */
  readonly repeatable?: boolean;
  /** A shopper waits for it: it has a breaker of its own besides, which only another such call can close. */
  readonly search?: boolean;
}

/** How long a call may take; there is no call without it. */
export interface Limit {
  readonly ms: number;
  readonly signal?: AbortSignal;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** The one door to the server: every call has a time limit, few are repeated, none are made to a server known to be gone. */
export interface Connection {
  /** @throws ServerError */
  call<T>(call: Call, limit: Limit): Promise<Answer<T>>;
  /** True while it is known to be gone. */
  isResting(): boolean;
  close(): Promise<void>;
}

/** Below this a call that ran out of time says more about its caller than about the server. */
const TELLING_MS = 250;

export function connect(options: ConnectionOptions): Connection {
  const client = new Client({
    nodes: options.url.split(",").map((url) => url.trim()),
    maxRetries: 0,
    ...authOf(options),
    ...(options.ca !== undefined && { tls: { ca: options.ca } }),
  });
  const breaker = createBreaker(() => performance.now());
  // A server may answer small questions in time and searches too late: then it is the searches that must not wait.
  const searches = createBreaker(() => performance.now());
  const budget = createRetryBudget();

  async function once<T>(call: Call, limit: Limit): Promise<Answer<T>> {
    // In this order: a search that may not try must not use up the try of them all.
    const waitMs = (call.search === true ? searches.waitMs() : 0) || breaker.waitMs();
    if (waitMs > 0) throw gone(waitMs);
    const { name, attributes } = describeCall(call);
    return await childSpan("client", name, attributes, async (span) => {
      const answer = await send<T>(call, limit);
      span.set({ "db.response.status_code": String(answer.status) });
      return answer;
    });
  }

  async function send<T>(call: Call, limit: Limit): Promise<Answer<T>> {
    const startedMs = performance.now();
    try {
      const { statusCode, body } = await client.transport.request<T>(
        {
          method: call.method,
          path: call.path,
          ...(call.query !== undefined && { querystring: call.query }),
          ...(call.body !== undefined && { body: call.body }),
          ...(call.lines !== undefined && { bulkBody: call.lines }),
        },
        {
          meta: true,
          maxRetries: 0,
          requestTimeout: Math.max(1, limit.ms),
          headers: traceHeaders(),
          ...(limit.signal !== undefined && { signal: limit.signal }),
          ...(call.accept !== undefined && { ignore: [...call.accept] }),
        },
      );
      answered(call);
      return { status: statusCode, body };
    } catch (cause) {
      const error = toServerError(cause, limit.signal, limit.ms);
      // A caller who went away early says nothing; the deadline of one who stayed may fire before ours.
      const outOfTime = error.code === "deadline_exceeded";
      const waitedMs = performance.now() - startedMs;
      if (outOfTime ? waitedMs >= Math.max(TELLING_MS, 0.9 * limit.ms) : isOutage(error)) {
        breaker.failed(startedMs);
        if (call.search === true) searches.failed(startedMs);
      } else if (error.status > 0) answered(call);
      throw error;
    }
  }

  function answered(call: Call): void {
    if (breaker.isOpen()) searches.tryNow();
    breaker.succeeded();
    if (call.search === true) searches.succeeded();
  }

  return {
    async call<T>(call: Call, limit: Limit) {
      if (limit.signal?.aborted === true || limit.ms <= 0) throw toServerError(null, AbortSignal.abort(), 0);
      budget.called();
      const endMs = performance.now() + limit.ms;
      try {
        return await once<T>(call, limit);
      } catch (error) {
        const pauseMs = 10 + 40 * Math.random();
        const leftMs = endMs - performance.now() - pauseMs;
        const again = call.repeatable === true && error instanceof ServerError && isPassing(error);
        if (!again || leftMs < 20 || !budget.take()) throw error;
        await sleep(pauseMs);
        return await once<T>(call, { ...limit, ms: leftMs });
      }
    },
    isResting: () => breaker.isOpen() || searches.isOpen(),
    close: () => client.close(),
  };
}

function authOf({ apiKey, username, password }: ConnectionOptions) {
  if (apiKey !== undefined) return { auth: { apiKey } };
  return username === undefined ? {} : { auth: { username, password: password ?? "" } };
}

/** No answer, or one that says that the server cannot work now. */
function isOutage({ code, status }: ServerError): boolean {
  return code === "engine_unavailable" && (status === 0 || status === 502 || status === 503 || status === 504);
}

function isPassing(error: ServerError): boolean {
  return error.type !== REFUSED && (isOutage(error) || error.status === 429);
}

const REFUSED = "winnow_breaker_open";

function gone(waitMs: number): ServerError {
  return new ServerError("engine_unavailable", "Elasticsearch has not answered lately; it is asked again shortly.", {
    status: 0,
    type: REFUSED,
    retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
