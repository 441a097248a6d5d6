import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";

/** A Redis of a test's own, which it may crash. */
export interface RedisProcess extends AsyncDisposable {
  readonly url: string;
  /** SIGKILL. */
  crash(): Promise<void>;
  /** Again, with what its append-only file holds. */
  start(): Promise<void>;
  /** SIGSTOP: it holds its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
}

/** Whether there is a `redis-server` to start. */
export const hasRedisServer = (): boolean => spawnSync("redis-server", ["--version"]).status === 0;

export const startRedisProcess = async (folder: string): Promise<RedisProcess> => {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const options = [
      "--appendonly",
      "yes",
      "--appendfsync",
      "everysec",
      "--save",
      "",
      "--maxmemory-policy",
      "noeviction",
    ];
    child = spawn("redis-server", ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, ...options], {
      stdio: "ignore",
    });
    const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on("error", () => undefined);
    await client.ping();
    client.disconnect();
  };
  const crash = async (): Promise<void> => {
    if (child === null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    child = null;
    await gone;
    await sleep(20);
  };
  await start();
  const freeze = () => void child?.kill("SIGSTOP");
  const thaw = () => void child?.kill("SIGCONT");
  return { url, start, crash, freeze, thaw, [Symbol.asyncDispose]: crash };
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
