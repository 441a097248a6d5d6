import { Agent, request } from "node:http";
import type { ShopAnswer, ShopDoor, ShopperEvent } from "./door.ts";

export interface HttpDoorOptions {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly catalog?: string;
}

/** The shop's public API over connections that are kept. @throws Error with status and text of an answer that is no success */
export function httpDoor({ url, catalog }: HttpDoorOptions): ShopDoor & Disposable {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const call = (method: "GET" | "POST", path: string, userAgent: string, body: string | null): Promise<unknown> =>
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
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path.split("?")[0]!} answered ${String(answer.statusCode)}: ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body ?? undefined);
    });

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
