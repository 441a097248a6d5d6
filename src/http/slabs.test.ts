import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeAnswer, fakeHit, startTestServer, type TestServer } from "../testing/harness.ts";

/** A product of its own length and letters for each query; some longer than a slab. */
const productFor = (query: string): string =>
  JSON.stringify({ id: "a-1", title: `ü€😀 ${query} `.repeat(Number(query.split("-")[1])) });

const startServer = () =>
  startTestServer({
    shop: {
      search: ({ text }) => Promise.resolve({ ...fakeAnswer, hits: [{ ...fakeHit, source: productFor(text) }] }),
    },
    settings: { searchAtOnce: 10_000, searchDeadlineMs: 20_000 },
  });

/** Sends all requests at once and does not read. */
const send = async ({ server }: TestServer, queries: readonly string[]): Promise<Socket> => {
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.pause();
  for (const query of queries) socket.write(`GET /v1/search?q=${query} HTTP/1.1\r\nhost: x\r\n\r\n`);
  return socket;
};

const askAround = async ({ url }: TestServer): Promise<void> => {
  await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const query = `word${i}-${(i * 97) % 9000}`;
      let response = await fetch(`${url}/v1/search?q=${query}`);
      // A busy machine refuses some of so many.
      while (response.status === 503) {
        await response.arrayBuffer();
        await sleep(50);
        response = await fetch(`${url}/v1/search?q=${query}`);
      }
      const { hits } = (await response.json()) as { hits: { product: unknown }[] };
      expect(JSON.stringify(hits[0]!.product)).toBe(productFor(query));
    }),
  );
};

it("gives those who read late the bytes of their own answers", async () => {
  await using server = await startServer();
  const queries = Array.from({ length: 100 }, (_, i) => `late${i}-1000`);
  const socket = await send(server, queries);
  await askAround(server);
  let read = "";
  socket
    .setEncoding("utf8")
    .on("data", (text: string) => (read += text))
    .resume();
  while (!read.includes("late99-") || !read.endsWith("}")) await once(socket, "data");
  socket.destroy();
  let at = 0;
  for (const query of queries) {
    at = read.indexOf(productFor(query), at) + 1;
    expect([query, at > 0]).toEqual([query, true]);
  }
}, 30_000);

it("goes on when callers leave without reading", async () => {
  await using server = await startServer();
  for (let round = 0; round < 3; round++) {
    const queries = Array.from({ length: 20 }, (_, i) => `gone${i}-1000`);
    const sockets = await Promise.all(Array.from({ length: 20 }, () => send(server, queries)));
    await askAround(server);
    for (const socket of sockets) socket.destroy();
  }
  await askAround(server);
}, 30_000);
