import { setTimeout as sleep } from "node:timers/promises";
import { filesWith } from "../testing/files-with.ts";
import { startRealServer, type RealServer } from "../testing/real-server.ts";
import { pseudonym } from "./pseudonym.ts";

const product = (i: number) => ({
  ...{ id: `p-${i}`, title: `Lamp ${i}`, brand: "Acme", price: i + 1, currency: "EUR" },
  ...{ in_stock: true, categories: ["Lamps"] },
});

const visit = async (server: RealServer, user: string, session: string, word: string): Promise<void> => {
  const asked = await fetch(`${server.url}/v1/search?q=lamp+${word}&user=${user}&session=${session}`);
  const { query_id } = (await asked.json()) as { query_id: string };
  const events = ["click", "add_to_cart", "view"].map((type, i) => ({
    ...{ type, query_id, user, session, product: `p-${i}`, note: `seen by ${word}` },
  }));
  const told = await fetch(`${server.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ events }),
  });
  expect(told.status).toBe(200);
};

it("leaves no byte of a shopper on disk: token, pseudonyms, words, in pages, log of pages, snapshots and job queue", async () => {
  await using server = await startRealServer({
    catalogs: { products: Array.from({ length: 40 }, (_, i) => product(i)) },
  });
  const { secret: key } = await server.issue({ scopes: ["admin"] });
  const secret = await server.stores.keys.secret("pseudonyms");
  const tokens = ["forgetme-user-token", "forgetme-session-one", "forgetme-session-two"];
  const needles = [...tokens, ...tokens.map((token) => pseudonym(secret, token)), "forgetmeword"];
  // Among others, before and after, so that pages are split and filled with what stays beside what goes.
  for (let i = 0; i < 120; i++) {
    await visit(server, `user-${i}`, `session-${i}`, `word${i}`);
    if (i % 10 === 5) await visit(server, tokens[0]!, tokens[1 + (Math.floor(i / 10) % 2)]!, "forgetmeword");
  }
  await server.running.learning.settle("products");
  const before = await filesWith(server.folder, needles);
  expect(before).toEqual(expect.arrayContaining([expect.stringContaining("winnow.db")]));
  for (const token of tokens) expect(before.filter((one) => one.endsWith(token))).toEqual([]);

  const answer = await fetch(`${server.url}/v1/users/${tokens[0]}`, {
    method: "DELETE",
    headers: { "x-api-key": key },
  });
  expect(await answer.json()).toEqual({ events: 36, impressions: 12 });
  // Answered when nobody can read it any more; the disk follows.
  let left = await filesWith(server.folder, needles);
  for (let i = 0; i < 150 && left.length > 0; i++) {
    await sleep(100);
    left = await filesWith(server.folder, needles);
  }
  expect(left).toEqual([]);
  // The others are all there.
  expect(await filesWith(server.folder, ["word119"])).not.toEqual([]);
  await server.stop();
  expect(await filesWith(server.folder, needles)).toEqual([]);
}, 60_000);

it("names no shopper to the job queue", async () => {
  await using server = await startRealServer({ catalogs: { products: [product(1)] } });
  const { secret: key } = await server.issue({ scopes: ["admin"] });
  const user = pseudonym(await server.stores.keys.secret("pseudonyms"), "forgetme-user-token");
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const body = JSON.stringify({ name: "erasure", payload: { user } });
  const asked = await fetch(`${server.url}/v1/jobs`, { method: "POST", headers, body });
  expect(asked.status).toBe(400);
  expect(await filesWith(server.folder, [user])).toEqual([]);
}, 60_000);
