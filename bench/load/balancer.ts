import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A plain TCP balancer, as operators put before replicas: connections go in turn to those whose /readyz said yes last. */
export interface Balancer extends AsyncDisposable {
  readonly url: string;
  /** Whom it balances from now on; whoever is not ready gets nothing. */
  use(urls: readonly string[]): void;
  /** Resolves when it takes this one for ready. */
  ready(url: string): Promise<void>;
}

/** How often each is asked: half of what `WINNOW_LINGER_MS` should be at least. */
const probeEveryMs = 100;

export const startBalancer = async (): Promise<Balancer> => {
  let backends: readonly string[] = [];
  let up: readonly string[] = [];
  let turn = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    sockets.add(client.on("close", () => sockets.delete(client)));
    const to = up[turn++ % Math.max(1, up.length)];
    if (to === undefined) return void client.destroy();
    const { hostname, port } = new URL(to);
    const backend = connect({ host: hostname, port: Number(port), noDelay: true });
    client.pipe(backend).pipe(client);
    client.on("error", () => backend.destroy());
    backend.on("error", () => client.destroy());
    backend.on("close", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  let probing = true;
  const probe = async () => {
    while (probing) {
      const seen = await Promise.all(backends.map(async (url) => ((await isReady(url)) ? [url] : [])));
      up = seen.flat();
      await sleep(probeEveryMs);
    }
  };
  const probed = probe();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (urls) => (backends = urls),
    async ready(url) {
      for (let tries = 0; tries < 600 && !up.includes(url); tries++) await sleep(50);
      if (!up.includes(url)) throw new Error(`${url} was not ready within 30 s.`);
    },
    async [Symbol.asyncDispose]() {
      probing = false;
      await probed;
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
