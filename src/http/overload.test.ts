import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { fakeAnswer, startTestServer } from "../testing/harness.ts";

interface Answered {
  readonly status: number;
  readonly ms: number;
  readonly retryAfter: string | undefined;
}

const get = (url: string, agent: Agent): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    request(url, { agent }, (response) => {
      response.resume();
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          ms: performance.now() - startedAt,
          retryAfter: response.headers["retry-after"],
        }),
      );
    })
      .on("error", reject)
      .end();
  });

const startSlowServer = async (workMs: number, deadlineMs: number) => {
  const file = fileURLToPath(new URL("../testing/slow-server-process.js", import.meta.url));
  const child = fork(file, [String(workMs), String(deadlineMs)]);
  const [url] = (await once(child, "message")) as [string];
  return { url, stop: () => child.disconnect() };
};

it("refuses at once what it cannot answer in time, and answers the rest", async () => {
  // Five milliseconds of work each: two hundred at once would be a second.
  const { url, stop } = await startSlowServer(5, 800);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  await Promise.all(Array.from({ length: 200 }, () => get(`${url}/livez`, agent)));
  const answers = await Promise.all(Array.from({ length: 200 }, () => get(`${url}/v1/search`, agent)));
  agent.destroy();
  stop();
  const answered = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answered.length + refused.length).toBe(200);
  expect(answered.length).toBeGreaterThan(10);
  expect(refused.length).toBeGreaterThan(50);
  expect(refused.every(({ retryAfter }) => retryAfter === "1")).toBe(true);
  const middle = (list: readonly Answered[]) => list.map(({ ms }) => ms).sort((a, b) => a - b)[list.length >> 1]!;
  console.log(
    `overload: ${refused.length} refused in ${middle(refused).toFixed(0)} ms, ${answered.length} answered in ${middle(answered).toFixed(0)} ms`,
  );
  expect(middle(refused)).toBeLessThan(middle(answered));
});

it("answers between searches: a probe does not wait for all that came before it", async () => {
  const { url, stop } = await startSlowServer(10, 10_000);
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  await Promise.all(Array.from({ length: 100 }, () => get(`${url}/livez`, agent)));
  const searches = Promise.all(Array.from({ length: 100 }, () => get(`${url}/v1/search`, agent)));
  await sleep(50);
  const probe = await get(`${url}/livez`, new Agent());
  await searches;
  agent.destroy();
  stop();
  // All hundred take a second.
  expect(probe.ms).toBeLessThan(400);
});

it("refuses one more search than it takes at once, while others are asked for in peace", async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let begun = 0;
  await using server = await startTestServer({
    shop: { search: () => (begun++, released.then(() => fakeAnswer)) },
    settings: { searchAtOnce: 3, searchDeadlineMs: 10_000 },
  });
  const agent = new Agent({ keepAlive: true });
  const inWork = [1, 2, 3].map(() => get(`${server.url}/v1/search`, agent));
  while (begun < 3) await sleep(5);
  expect((await get(`${server.url}/v1/search`, agent)).status).toBe(503);
  expect((await get(`${server.url}/livez`, agent)).status).toBe(200);
  expect((await get(`${server.url}/metrics`, agent)).status).toBe(200);
  release();
  expect((await Promise.all(inWork)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await get(`${server.url}/v1/search`, agent)).status).toBe(200);
  agent.destroy();
});
