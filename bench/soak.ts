import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "../src/testing/server-process.ts";
import type { Benchmark } from "./harness.ts";
import { load } from "./http-load.ts";
import { startSystem } from "./load/system.ts";
import { drawShopFiles } from "./load/shop-file.ts";

const seed = 5;

/** Whether a server that is used for long grows: searches, completions, events and writes for half an hour. */
export const bench: Benchmark = {
  name: "soak",
  title: "30 minutes of searches, completions, events and writes: memory and file descriptors at its end and before",
  async run({ quick, log }) {
    const products = quick ? 2000 : 20_000;
    await using system = await startSystem({ deployment: "embedded", products, log });
    const { server } = system;
    const { shop } = drawShopFiles(products, []);
    const seconds = quick ? 24 : 1800;
    const until = performance.now() + seconds * 1000;
    const samples: Sample[] = [];
    const done = { searches: 0, events: 0, writes: 0, refused: 0 };
    const measure = async () => {
      while (performance.now() < until) {
        samples.push(await sampleOf(server));
        if (samples.length % 60 === 0) log(sayOf(samples.at(-1)!, done));
        await sleep(quick ? 250 : 1000);
      }
    };
    const search = async () => {
      const paths = shop.queries.flatMap((query) => [
        `/v1/search?q=${encodeURIComponent(query)}`,
        `/v1/suggest?q=${encodeURIComponent(query.slice(0, 5))}`,
      ]);
      while (performance.now() < until) {
        // New connections now and then, as browsers make them.
        const asked = load(Number(new URL(server.url).port), paths, 2, 5000);
        done.searches += await asked.then(({ requests }) => requests, refusals(done));
      }
    };
    await Promise.all([measure(), search(), tell(server, shop.products, until, done), write(server, until, done)]);
    const [before, after] = [between(samples, 0.4, 0.6), between(samples, 0.8, 1)];
    return {
      unit: "MB resident and open descriptors, each the mean of a fifth of the run",
      ours: {
        ...{
          "MB at the end": after.mb,
          "MB half way": before.mb,
          "MB at most": Math.max(...samples.map(({ mb }) => mb)),
        },
        ...{ "descriptors at the end": after.descriptors, "descriptors half way": before.descriptors },
        ...{ minutes: seconds / 60, ...done },
      },
      peers: {},
      ratio: {
        "its memory half way": before.mb / after.mb,
        "its descriptors half way": before.descriptors / after.descriptors,
      },
      ...{ n: samples.length, seed },
    };
  },
};

interface Sample {
  readonly mb: number;
  readonly descriptors: number;
}

/** Of Linux, where servers run. */
const sampleOf = async ({ pid }: ServerProcess): Promise<Sample> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kB = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
  return { mb: kB / 1024, descriptors: (await readdir(`/proc/${pid}/fd`)).length };
};

const between = (samples: readonly Sample[], from: number, to: number): Sample => {
  const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  const mean = (of: (sample: Sample) => number) => part.reduce((sum, one) => sum + of(one), 0) / part.length;
  return { mb: mean(({ mb }) => mb), descriptors: mean(({ descriptors }) => descriptors) };
};

interface Done {
  events: number;
  writes: number;
  /** By a server that was too busy, which ends a round of searches. */
  refused: number;
}

const refusals = (done: Done) => (error: Error) => {
  if (!error.message.startsWith("HTTP/1.1 503 ")) throw error;
  done.refused += 1;
  return 0;
};

/** Ten shoppers' views a second, each of a session of its own: sessions come and go. */
const tell = async (server: ServerProcess, products: readonly string[], until: number, done: Done): Promise<void> => {
  for (let n = 0; performance.now() < until; n++) {
    const events = Array.from({ length: 10 }, (_, i) => ({
      type: "view",
      id: `soak-${n}-${i}`,
      session: `soak-${n}-${i}`,
      product: products[(n * 10 + i) % products.length],
    }));
    await send(server, "POST", "/v1/events", JSON.stringify({ events }), { "content-type": "application/json" });
    done.events += events.length;
    await sleep(1000);
  }
};

/** A price changes now and then, so that parts of the index are made and merged all the time. */
const write = async (server: ServerProcess, until: number, done: Done): Promise<void> => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${server.adminKey}` };
  for (let n = 0; performance.now() < until; n++) {
    const product = { title: `Soaked mug ${n % 500}`, brand: "Bexhill Forge", price: 5 + (n % 40) };
    await send(server, "PUT", `/v1/products/soak-${n % 500}`, JSON.stringify(product), headers);
    done.writes += 1;
    await sleep(200);
  }
};

const send = async (
  server: ServerProcess,
  method: string,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<void> => {
  const response = await fetch(server.url + path, { method, body, headers });
  const text = await response.text();
  if (response.status === 503) {
    await sleep(1000 * Number(response.headers.get("retry-after")));
    await send(server, method, path, body, headers);
  } else if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
};

const sayOf = ({ mb, descriptors }: Sample, done: Readonly<Record<string, number>>): string =>
  `${mb.toFixed(0)} MB, ${descriptors} descriptors; ${Object.entries(done).map((one) => one.join(" ")).join(", ")}`; // prettier-ignore
