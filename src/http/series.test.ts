import { Agent, request } from "node:http";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { adminKey, startTestServer } from "../testing/harness.ts";

const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20261123);

it("makes no more series of 10,000 requests with paths, catalogues, keys and methods at random than of a few", async () => {
  console.log(`requests at random: seed ${seed} (WINNOW_TEST_SEED)`);
  await using server = await startTestServer();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const word = () => Math.floor(random() * 1e9).toString(36);
  const methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE", "PROPFIND", "PATCH", "OPTIONS", "HEAD"];
  const ask = (method: string, path: string, key: string) =>
    new Promise<void>((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, "content-length": 0 };
      request({ agent, port: server.server.port, method, path, headers }, (response) => {
        response.resume().on("end", resolve);
      })
        .on("error", reject)
        .end();
    });
  const address = () => {
    const route = pick(server.routes).path.replaceAll(/\{\w+\}/g, word);
    const query = `q=${word()}&catalog=${word()}&${word()}=${word()}&filter.${word()}=${word()}`;
    return pick([`${route}?${query}`, `${route}?${query}`, route, `/v1/${word()}`, `/${word()}/${word()}`]);
  };
  for (let n = 0; n < 10_000; n += 50) {
    const some = Array.from({ length: 50 }, () => ask(pick(methods), address(), pick([adminKey, word(), ""])));
    await Promise.all(some);
  }
  agent.destroy();
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  // A histogram of 12 buckets has 15 lines: of 60 routes with the three or four answers that each gives.
  expect(series.length).toBeLessThan(15 * 60 * 4);
  const labels = new Set([...text.matchAll(/http_route="([^"]*)"/g)].map(([, route]) => route));
  const known = new Set(["other", ...server.routes.map(({ path }) => path)]);
  expect([...labels].filter((route) => !known.has(route!))).toEqual([]);
  expect(text).not.toMatch(/PROPFIND/);
}, 60_000);
