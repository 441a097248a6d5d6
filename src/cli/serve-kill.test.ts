import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

const points = 20;
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 42);

/** What is known of a product: the versions it may have, undefined when it may be gone. */
type Known = Map<string, readonly (number | undefined)[]>;

let folder: string;
let key: string;
/** Never used twice, so that an old write cannot be taken for a new one. */
let lastVersion = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-kill-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it(`finds every acknowledged write after a kill -9 at ${points} points, and in searches within a second`, async () => {
  console.log(`kill: ${points} points, seed ${seed} (WINNOW_TEST_SEED)`);
  const known: Known = new Map();
  const delays = fc.sample(fc.integer({ min: 0, max: 250 }), { seed, numRuns: points });
  let acknowledged = 0;
  let slowest = 0;
  for (const delay of delays) {
    const server = await startServerProcess({ WINNOW_DATA: folder });
    key = server.adminKey ?? key;
    await expectAll(server, known);
    const writing = write(server, known, () => acknowledged++);
    slowest = Math.max(slowest, await timeToSearch(server));
    await sleep(delay);
    await server.end("SIGKILL");
    await writing;
  }
  const server = await startServerProcess({ WINNOW_DATA: folder });
  await expectAll(server, known);
  expect(await server.end("SIGTERM")).toBe(0);
  console.log(
    `kill: ${acknowledged} requests acknowledged, ${known.size} products, searchable after at most ${slowest} ms`,
  );
  expect(acknowledged).toBeGreaterThan(points * 5);
  expect(slowest).toBeLessThan(1000);
}, 180_000);

const admin = () => ({ authorization: `Bearer ${key}` });

/** Writes one request after the other until the server is gone; what it has acknowledged becomes certain. */
const write = async (server: ServerProcess, known: Known, acknowledge: () => void): Promise<void> => {
  for (;;) {
    const version = ++lastVersion;
    const writes = fc.sample(fc.tuple(fc.nat(60), fc.boolean()), { seed: seed + version, numRuns: 1 + (version % 12) });
    // The last of several lines for one product counts.
    const wanted = new Map(writes.map(([id, isPut]) => [`p${id}`, isPut ? version : undefined]));
    const before = new Map([...wanted.keys()].map((id) => [id, known.get(id) ?? [undefined]]));
    for (const [id, next] of wanted) known.set(id, [...before.get(id)!, next]);
    try {
      await send(server, [...wanted], version % 3 === 0);
    } catch {
      return;
    }
    for (const [id, next] of wanted) known.set(id, [next]);
    acknowledge();
  }
};

const send = async (
  server: ServerProcess,
  wanted: readonly [string, number | undefined][],
  one: boolean,
): Promise<void> => {
  if (!one || wanted.length > 1) {
    const lines = wanted.map(([id, version]) =>
      JSON.stringify(version === undefined ? { delete: id } : product(id, version)),
    );
    const headers = { ...admin(), "content-type": "application/x-ndjson" };
    const response = await fetch(`${server.url}/v1/products`, { method: "POST", headers, body: lines.join("\n") });
    const text = await response.text();
    if (response.status !== 200 || text.includes("rejected")) throw new Error(text);
    return;
  }
  const [id, version] = wanted[0]!;
  const headers = { ...admin(), "content-type": "application/json" };
  const response = await fetch(
    `${server.url}/v1/products/${id}`,
    version === undefined
      ? { method: "DELETE", headers }
      : { method: "PUT", headers, body: JSON.stringify(product(id, version)) },
  );
  await response.text();
  if (!response.ok && response.status !== 404) throw new Error(String(response.status));
};

const product = (id: string, version: number) => ({ id, title: `Thing version${version}`, price: version });

const expectAll = async (server: ServerProcess, known: Known): Promise<void> => {
  const found = await searchAll(server);
  for (const [id, possible] of known) {
    const response = await fetch(`${server.url}/v1/products/${id}`);
    const stored = response.status === 404 ? undefined : ((await response.json()) as { price: number }).price;
    if (!possible.includes(stored)) throw new Error(`${id} is ${stored}, acknowledged was ${possible.join(" or ")}`);
    if (found.get(id) !== stored) throw new Error(`${id} is ${stored} in the store and ${found.get(id)} in searches`);
    known.set(id, [stored]);
  }
};

const searchAll = async (server: ServerProcess): Promise<Map<string, number>> => {
  const response = await fetch(`${server.url}/v1/search?size=1000&facets=`);
  const { hits } = (await response.json()) as { hits: { id: string; product: { price: number } }[] };
  return new Map(hits.map(({ id, product }) => [id, product.price]));
};

/** Milliseconds from the acknowledgement of a write until a search finds it. */
const timeToSearch = async (server: ServerProcess): Promise<number> => {
  const word = `seen${Date.now()}x${Math.trunc(performance.now() * 1000)}`;
  const headers = { ...admin(), "content-type": "application/json" };
  const put = { method: "PUT", headers, body: JSON.stringify({ title: word }) };
  const response = await fetch(`${server.url}/v1/products/probe`, put);
  expect(response.ok).toBe(true);
  const acknowledgedAt = performance.now();
  for (;;) {
    const answer = await fetch(`${server.url}/v1/search?q=${word}&facets=`);
    const { hits } = (await answer.json()) as { hits: { product: { title: string } }[] };
    const ms = Math.round(performance.now() - acknowledgedAt);
    if (hits[0]?.product.title === word || ms > 5000) return ms;
    await sleep(10);
  }
};
