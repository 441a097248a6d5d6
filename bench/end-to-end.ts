import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import { type Benchmark, percentiles } from "./harness.ts";
import { load } from "./http-load.ts";

const seed = 11;

/** All of a search as a shopper's browser causes it: HTTP, understanding, retrieval, facets, 24 hits. */
export const bench: Benchmark = {
  name: "end-to-end",
  title: "HTTP searches over 200k products with facets and 24 hits (peer first-stage: none until there is rescoring)",
  async run({ quick, log }) {
    const count = quick ? 20_000 : 200_000;
    const file = fileURLToPath(new URL("./end-to-end-server.js", import.meta.url));
    const child = fork(file, [String(count)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const [ready] = (await once(child, "message")) as [{ port: number; storedS: number; indexedS: number }];
    log(`${count} products stored in ${ready.storedS.toFixed(1)} s, indexed in ${ready.indexedS.toFixed(1)} s`);
    const ask = async () => {
      child.send("figures");
      const [figures] = (await once(child, "message")) as [{ cpuUs: number; longestBlockMs: number; rssMb: number }];
      return figures;
    };
    const paths = pathsOf(count);
    const seconds = quick ? 4 : 20;
    const figures: Record<string, number> = {};
    let n = 0;
    await load(ready.port, paths, 4, 3000);
    for (const connections of [1, 4]) {
      const before = await ask();
      const { requests, samples, seconds: took } = await load(ready.port, paths, connections, seconds * 1000);
      const after = await ask();
      const { p50, p95, p99 } = percentiles(samples);
      n += requests;
      figures[`${connections} at once: p50`] = p50;
      figures[`${connections} at once: p95`] = p95;
      figures[`${connections} at once: p99`] = p99;
      figures[`${connections} at once: searches/s`] = requests / took;
      figures[`${connections} at once: cpu ms/search`] = (after.cpuUs - before.cpuUs) / requests / 1000;
      figures[`${connections} at once: longest loop block`] = after.longestBlockMs;
      figures["resident MB"] = after.rssMb;
    }
    child.disconnect();
    await once(child, "exit");
    return { unit: "ms", ours: figures, peers: {}, ratio: {}, n, seed };
  },
};

/** One to three words of real titles, some mistyped, some filtered, some browsing. */
const pathsOf = (count: number): readonly string[] => {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const titles = [...generateProducts({ seed: 1, count: Math.min(count, 5000), nowMs: Date.UTC(2025, 0, 1) })].map(
    (one) => one.title,
  );
  return Array.from({ length: 1000 }, () => {
    const words = pick(titles)
      .split(" ")
      .filter(() => random() < 0.4)
      .slice(0, 3);
    if (random() < 0.15 && (words[0]?.length ?? 0) > 4) words[0] = words[0]!.slice(0, 2) + words[0]!.slice(3);
    const filter = random() < 0.3 ? "&filter.price=10..200" : random() < 0.2 ? "&filter.in_stock=true" : "";
    const sort = random() < 0.1 ? "&sort=price:asc" : "";
    return `/v1/search?q=${encodeURIComponent(words.join(" "))}&size=24&highlight=true${filter}${sort}`;
  });
};
