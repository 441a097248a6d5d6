import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { fileURLToPath } from "node:url";
import { pathsOf } from "./end-to-end.ts";
import { type Benchmark, percentiles } from "./harness.ts";

const seed = 11;

/**
 * What traces cost a search: the same server without them and with all of them, which is the default. The sides take turns
 * request by request, so that a busy moment of the machine meets both.
 */
export const bench: Benchmark = {
  name: "tracing",
  title: "HTTP searches in the learned order with all traces exported to a sink, beside none",
  async run({ quick, log }) {
    const [products, sessions] = quick ? [5000, 250] : [100_000, 400];
    const sink = fork(fileURLToPath(new URL("./tracing-sink.js", import.meta.url)), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const [{ port }] = (await once(sink, "message")) as [{ readonly port: number }];
    const sides = await Promise.all([
      open(products, sessions, {}),
      open(products, sessions, { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` }),
    ]);
    const [warm, most, seconds] = quick ? [200, 3000, 20] : [2000, 20_000, 120];
    for (let n = 0; n < warm; n += 1) for (const side of sides) await ask(side, n);
    const before = await Promise.all(sides.map(cpuOf));
    const until = performance.now() + seconds * 1000;
    let n = 0;
    for (; n < most && performance.now() < until; n += 1) {
      // Not always in the same order: who comes after whom matters to a cache.
      for (const side of n % 2 === 0 ? sides : [...sides].reverse()) side.samples.push(await ask(side, n));
    }
    const after = await Promise.all(sides.map(cpuOf));
    sink.send("bytes");
    const [{ bytes }] = (await once(sink, "message")) as [{ readonly bytes: number }];
    log(`${(bytes / 2 ** 20).toFixed(1)} MB of traces came`);
    for (const { child, agent } of sides) {
      agent.destroy();
      child.disconnect();
      await once(child, "exit");
    }
    sink.disconnect();
    const [none, all] = sides.map(({ samples }, i) => ({
      ...percentiles(samples),
      "cpu ms/search": (after[i]!.cpuUs - before[i]!.cpuUs) / n / 1000,
      "resident MB": after[i]!.rssMb,
    })) as [Figure, Figure];
    return {
      unit: "ms",
      ours: all,
      peers: { "no traces": none },
      ratio: {
        "no traces": none.p50 / all.p50,
        "no traces, processor time": none["cpu ms/search"] / all["cpu ms/search"],
      },
      ...{ n, seed },
    };
  },
};

type Figure = Readonly<Record<"p50" | "p95" | "p99" | "cpu ms/search" | "resident MB", number>>;

interface Side {
  readonly child: ChildProcess;
  readonly port: number;
  readonly paths: readonly string[];
  readonly agent: Agent;
  readonly samples: number[];
}

const open = async (products: number, sessions: number, env: Readonly<Record<string, string>>): Promise<Side> => {
  const file = fileURLToPath(new URL("./tracing-server.js", import.meta.url));
  const child = fork(file, [String(products), String(sessions)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, ...env },
  });
  const [ready] = (await once(child, "message")) as [{ readonly port: number; readonly sessions: readonly string[] }];
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return { child, port: ready.port, paths: pathsOf(products, ready.sessions), agent, samples: [] };
};

/** @returns milliseconds */
const ask = ({ port, paths, agent }: Side, n: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const from = performance.now();
    get({ agent, host: "127.0.0.1", port, path: paths[n % paths.length]! }, (response) => {
      response.resume().on("end", () => resolve(performance.now() - from));
    }).on("error", reject);
  });

const cpuOf = async ({ child }: Side) => {
  child.send("figures");
  const [figures] = (await once(child, "message")) as [{ readonly cpuUs: number; readonly rssMb: number }];
  return figures;
};
