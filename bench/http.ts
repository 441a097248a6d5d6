import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Benchmark, type Figures, percentiles } from "./harness.ts";
import { load } from "./http-load.ts";

const path = "/v1/search?q=wireless+headphones&facets=brand,categories&filter.price=10..300";
const connections = 8;

/** The HTTP layer alone: the search behind it answers at once. */
export const bench: Benchmark = {
  name: "http",
  title:
    "the search route answering 18.5 kB beside node:http sending the same bytes, stored or written anew from objects",
  async run({ quick, log }) {
    const ours = await start("ours", []);
    const bytes = await (await fetch(`http://127.0.0.1:${ours.port}${path}`)).text();
    log(`answer of ${bytes.length} bytes, ${connections} connections, one server process at a time`);
    const peers = [await start("node-http", [bytes]), await start("node-http-json", [bytes])];
    const sides = [ours, ...peers].map((server) => ({
      server,
      perSecond: [] as number[],
      cpuUs: [] as number[],
      samples: [] as number[],
    }));
    const [rounds, ms] = quick ? [8, 1000] : [20, 2000];
    for (let round = 0; round <= rounds; round++) {
      for (const side of sides) {
        const before = await cpuUs(side.server.child);
        const { requests, samples, seconds } = await load(side.server.port, [path], connections, ms);
        // The first round warms up.
        if (round === 0) continue;
        side.perSecond.push(requests / seconds);
        side.cpuUs.push(((await cpuUs(side.server.child)) - before) / requests);
        side.samples.push(...samples);
      }
    }
    for (const { server } of sides) server.child.disconnect();
    const [own, plain, json] = sides.map(({ perSecond, cpuUs, samples }): Figures => {
      const { p50, p99 } = percentiles(samples);
      return {
        "requests/s": percentiles(perSecond).p50,
        "cpu µs/request": percentiles(cpuUs).p50,
        "p50 ms": p50,
        "p99 ms": p99,
      };
    });
    const ahead = (other: Figures) => own!["requests/s"]! / other["requests/s"]!;
    return {
      unit: "requests/s",
      ours: own!,
      peers: { "node-http": plain!, "node-http-json": json! },
      ratio: { "node-http": ahead(plain!), "node-http-json": ahead(json!) },
      n: rounds,
      seed: 0,
    };
  },
};

interface Server {
  readonly child: ChildProcess;
  readonly port: number;
}

const start = async (side: string, args: readonly string[]): Promise<Server> => {
  const file = fileURLToPath(new URL("./http-server.js", import.meta.url));
  const child = fork(file, [side, ...args], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return { child, port };
};

const cpuUs = async (child: ChildProcess): Promise<number> => {
  child.send("cpu");
  const [{ cpuUs }] = (await once(child, "message")) as [{ cpuUs: number }];
  return cpuUs;
};
