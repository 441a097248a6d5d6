import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ShopAnswer, ShopDoor, ShopperEvent } from "./door.ts";

export interface HttpDoorOptions {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly catalog?: string;
}

/**
 * The shop's public API over connections that are kept. A server that says it is too busy is asked again when it says so.
 *
 * @throws Error with status and text of an answer that is no success
 */
export function httpDoor({ url, catalog }: HttpDoorOptions): ShopDoor & Disposable {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const callOnce = (method: "GET" | "POST", path: string, userAgent: string, body: string | null): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = {
        "user-agent": userAgent,
        ...(body === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      };
      const sent = request(new URL(path, url), { method, agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const retryAfterS = answer.statusCode === 503 ? Number(answer.headers["retry-after"] ?? 1) : null;
          resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString(), retryAfterS });
        });
      });
      sent.on("error", reject);
      sent.end(body ?? undefined);
    });
  const call = async (...[method, path, ...rest]: Parameters<typeof callOnce>): Promise<unknown> => {
    for (let attempt = 1; ; attempt++) {
      const { status, text, retryAfterS } = await callOnce(method, path, ...rest);
      if (status === 200) return JSON.parse(text);
      if (retryAfterS === null || attempt === attempts)
        throw new Error(`${method} ${path.split("?")[0]!} answered ${String(status)}: ${text}`);
      await sleep(1000 * retryAfterS);
    }
  };

  return {
    async search({ text, user, session, agent: userAgent, page, size, queryId, order }) {
      const asked = new URLSearchParams({ q: text, page: String(page), size: String(size), facets: "" });
      const rest = { catalog, user, session, query_id: queryId, order };
      for (const [name, value] of Object.entries(rest))
        if (value !== null && value !== undefined) asked.set(name, value);
      const answer = (await call("GET", `/v1/search?${asked.toString()}`, userAgent, null)) as SearchWire;
      const { query_id, total, hits, ranking } = answer;
      return {
        queryId: query_id,
        total,
        hits: hits.map(({ id, position, score }) => ({ id, position, score })),
        model: ranking?.model ?? null,
      } satisfies ShopAnswer;
    },
    async send(events, userAgent) {
      const body = JSON.stringify({ ...(catalog === undefined ? {} : { catalog }), events: events.map(toWire) });
      const { rejected } = (await call("POST", "/v1/events", userAgent, body)) as { rejected: readonly unknown[] };
      if (rejected.length > 0) throw new Error(`POST /v1/events rejected ${JSON.stringify(rejected[0])}`);
    },
    [Symbol.dispose]: () => {
      agent.destroy();
    },
  };
}

/** A server that is busy for longer than these is not busy but broken. */
const attempts = 30;

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Seconds, of a server that is too busy; null otherwise. */
  readonly retryAfterS: number | null;
}

interface SearchWire {
  readonly query_id: string;
  readonly total: number;
  readonly hits: ShopAnswer["hits"];
  readonly ranking?: { readonly model: string | null };
}

function toWire({ id, type, timestampMs, user, session, queryId, product, position, price }: ShopperEvent): object {
  return {
    id,
    type,
    timestamp: timestampMs,
    product,
    ...(user === null ? {} : { user }),
    ...(session === null ? {} : { session }),
    ...(queryId === null ? {} : { query_id: queryId }),
    ...(position === null ? {} : { position }),
    ...(price === null ? {} : { price, quantity: 1, currency: "GBP" }),
  };
}
