import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { seededRandom } from "../ranking/metrics/random.ts";
import { type Benchmark, percentiles } from "./harness.ts";
import { load } from "./http-load.ts";

const seed = 11;

/** All of a search as a shopper's browser causes it: HTTP, understanding, retrieval, rescoring, facets, 24 hits. */
export const bench: Benchmark = {
  name: "end-to-end",
  title: "HTTP searches over 200k products, 200 rescored by a model, facets, 24 hits, beside the first stage alone",
  async run({ quick, log }) {
    const [products, sessions] = quick ? [20_000, 250] : [200_000, 600];
    const file = fileURLToPath(new URL("./end-to-end-server.js", import.meta.url));
    const child = fork(file, [String(products), String(sessions)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const [ready] = (await once(child, "message")) as [Ready];
    const paths = pathsOf(products, ready.sessions);
    log(`${((await learnedShare(ready.learned, paths)) * 100).toFixed(0)} % of the searches are in the learned order`);
    const ask = async () => {
      child.send("figures");
      const [figures] = (await once(child, "message")) as [Figures];
      return figures;
    };
    const sides = { learned: ready.learned, plain: ready.plain };
    const figures: Record<keyof typeof sides, Record<string, number>> = { learned: {}, plain: {} };
    const [rounds, ms] = quick ? [2, 1500] : [6, 3000];
    let n = 0;
    for (const port of Object.values(sides)) await load(port, paths, 4, quick ? 1500 : 4000);
    for (const connections of [1, 4]) {
      const samples = { learned: [] as number[], plain: [] as number[] };
      const spent = { learned: { cpuUs: 0, seconds: 0, block: 0 }, plain: { cpuUs: 0, seconds: 0, block: 0 } };
      for (let round = 0; round < rounds; round += 1) {
        for (const side of ["learned", "plain"] as const) {
          const before = await ask();
          const done = await load(sides[side], paths, connections, ms);
          // What is written behind the answers is its own cost, not the next one's.
          await sleep(300);
          const after = await ask();
          samples[side].push(...done.samples);
          spent[side].cpuUs += after.cpuUs - before.cpuUs;
          spent[side].seconds += done.seconds;
          spent[side].block = Math.max(spent[side].block, after.longestBlockMs);
          figures[side]["resident MB"] = after.rssMb;
        }
      }
      for (const side of ["learned", "plain"] as const) {
        const count = samples[side].length;
        const { p50, p95, p99 } = percentiles(samples[side]);
        const { cpuUs, seconds, block } = spent[side];
        const mine = { p50, p95, p99, "searches/s": count / seconds, "cpu ms/search": cpuUs / count / 1000, "longest loop block": block }; // prettier-ignore
        for (const [name, value] of Object.entries(mine)) figures[side][`${connections} at once: ${name}`] = value;
        n += count;
      }
    }
    child.disconnect();
    await once(child, "exit");
    const { learned, plain } = figures;
    const ratio = (name: string) => plain[name]! / learned[name]!;
    return {
      unit: "ms",
      ours: learned,
      peers: { "first-stage": plain },
      ratio: { "first-stage": ratio("1 at once: p50"), "first-stage, 4 at once": ratio("4 at once: p50") },
      ...{ n, seed },
    };
  },
};

interface Ready {
  /** Ports. */
  readonly learned: number;
  readonly plain: number;
  readonly sessions: readonly string[];
}

interface Figures {
  readonly cpuUs: number;
  readonly longestBlockMs: number;
  readonly rssMb: number;
}

/** Of those that are to be: sorted by a field, the order is the engine's. */
const learnedShare = async (port: number, paths: readonly string[]): Promise<number> => {
  const asked = paths.filter((path) => !path.includes("&sort=")).slice(0, 100);
  let learned = 0;
  for (const path of asked) {
    const answer = (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as { ranking: { order: string } };
    if (answer.ranking.order === "learned") learned += 1;
  }
  return learned / asked.length;
};

/** One to three words of real titles, some mistyped, some filtered, some sorted by price, some of a known session. */
export const pathsOf = (count: number, sessions: readonly string[]): readonly string[] => {
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
    if (words.length === 0) words.push(pick(titles).split(" ")[0]!);
    if (random() < 0.15 && words[0]!.length > 4) words[0] = words[0]!.slice(0, 2) + words[0]!.slice(3);
    const filter = random() < 0.3 ? "&filter.price=10..200" : random() < 0.2 ? "&filter.in_stock=true" : "";
    const sort = random() < 0.1 ? "&sort=price:asc" : "";
    const session = random() < 0.5 ? `&session=${pick(sessions)}` : "";
    return `/v1/search?q=${encodeURIComponent(words.join(" "))}&size=24&highlight=true${filter}${sort}${session}`;
  });
};
