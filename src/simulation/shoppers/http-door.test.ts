import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ShopperEvent } from "./door.ts";
import { httpDoor } from "./http-door.ts";

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly agent: string;
  readonly body: unknown;
}

/** A server that notes what it is asked and answers with what it is given. */
const listen = async (answer: (asked: Asked) => { status?: number; retryAfter?: string; body: unknown }) => {
  const asked: Asked[] = [];
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    void read(request).then((text) => {
      const url = new URL(request.url!, "http://localhost");
      const agent = request.headers["user-agent"] ?? "";
      const one = { method: request.method!, url, agent, body: text === "" ? null : (JSON.parse(text) as unknown) };
      asked.push(one);
      const { status = 200, retryAfter, body } = answer(one);
      const headers = {
        "content-type": "application/json",
        ...(retryAfter !== undefined && { "retry-after": retryAfter }),
      };
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    asked,
    sockets,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const read = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
};

const answered = {
  query_id: "0123456789abcdef0123456789abcdef",
  total: 1,
  hits: [{ id: "d1-1", position: 1, score: 2.5, variants: 1, product: { id: "d1-1" } }],
  ranking: { order: "learned", model: "m-abc", arm: "champion" },
};

const event: ShopperEvent = {
  id: "e-1",
  type: "purchase",
  timestampMs: 1_768_435_200_000,
  user: "shopper-1",
  session: null,
  queryId: null,
  product: "d1-1",
  position: null,
  price: 12.5,
};

describe("httpDoor", () => {
  it("asks as a shop's page does, over one connection, and reads what it needs", async () => {
    const server = await listen(({ method }) => ({ body: method === "GET" ? answered : { rejected: [] } }));
    using door = httpDoor({ url: server.url });
    try {
      const common = { text: "over-ear & more", agent: "Mozilla/5.0", page: 2, size: 24 };
      const answer = await door.search({
        ...common,
        user: "shopper-1",
        session: "session-1",
        queryId: "ab",
        order: "text",
      });
      expect(answer).toEqual({
        queryId: answered.query_id,
        total: 1,
        hits: [{ id: "d1-1", position: 1, score: 2.5 }],
        model: "m-abc",
      });
      await door.search({ ...common, user: null, session: null, queryId: null });
      await door.send([event], "Mozilla/5.0");
      const [first, second, third] = server.asked;
      expect(Object.fromEntries(first!.url.searchParams)).toEqual({
        ...{ q: "over-ear & more", page: "2", size: "24", facets: "" },
        ...{ user: "shopper-1", session: "session-1", query_id: "ab", order: "text" },
      });
      expect(first!.agent).toBe("Mozilla/5.0");
      expect(Array.from(second!.url.searchParams.keys())).toEqual(["q", "page", "size", "facets"]);
      expect(third!.body).toEqual({
        events: [
          {
            ...{ id: "e-1", type: "purchase", timestamp: 1_768_435_200_000, product: "d1-1", user: "shopper-1" },
            ...{ price: 12.5, quantity: 1, currency: "GBP" },
          },
        ],
      });
      expect(server.sockets.size).toBe(1);
    } finally {
      server.close();
    }
  });

  it("says what was refused, and by which answer", async () => {
    const server = await listen(({ method }) =>
      method === "GET"
        ? { status: 500, body: { code: "internal" } }
        : { body: { rejected: [{ index: 0, code: "invalid_request", detail: "too old" }] } },
    );
    using door = httpDoor({ url: server.url });
    try {
      const search = { text: "a", agent: "x", page: 1, size: 24, user: null, session: null, queryId: null };
      await expect(door.search(search)).rejects.toThrow(/GET \/v1\/search answered 500: .*internal/);
      await expect(door.send([event], "x")).rejects.toThrow(/too old/);
    } finally {
      server.close();
    }
  });

  it("asks again when a busy server says so", async () => {
    let busy = 2;
    const server = await listen(() => (busy-- > 0 ? { status: 503, retryAfter: "0", body: {} } : { body: answered }));
    using door = httpDoor({ url: server.url });
    try {
      const search = { text: "a", agent: "x", page: 1, size: 24, user: null, session: null, queryId: null };
      expect((await door.search(search)).total).toBe(1);
      expect(server.asked).toHaveLength(3);
    } finally {
      server.close();
    }
  });
});
