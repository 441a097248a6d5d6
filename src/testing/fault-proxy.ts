import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../simulation/random.ts";
import { answerForTarget, type HttpFault } from "./fault-answers.ts";

/** What happens to an exchange: a request and its answer on one connection. */
export type Fault =
  | { readonly kind: "pass" }
  /** Nobody listens; connections that are open are reset. */
  | { readonly kind: "refuse" }
  /** Connections are taken, requests are read, nothing ever comes back. */
  | { readonly kind: "black_hole"; readonly share?: number }
  /** Each chunk of the answer comes this much later. */
  | { readonly kind: "slow"; readonly delayMs: number; readonly share?: number }
  /** The connection is reset when this many bytes of the answer have been sent. */
  | { readonly kind: "reset"; readonly afterBytes: number; readonly share?: number }
  | (HttpFault & { readonly share?: number });

export interface FaultProxyOptions {
  /** `http://127.0.0.1:9200`; need not be up. */
  readonly target: string;
  /** Draws which exchanges are hit where `share` is below 1. */
  readonly seed?: number;
}

export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Exchanges begun, and those of them that were hit by a fault. */
  readonly seen: { readonly exchanges: number; readonly faulted: number };
  /** For exchanges that begin from now on; `share` (1 unless told) is the part of them that is hit. */
  set(fault: Fault): Promise<void>;
}

/**
 * Stands between a client and a real server and breaks what passes, in ways that can be had again: same seed, same
 * order of exchanges, same faults. Listens on a free port of 127.0.0.1, the same one for as long as it lives.
 */
export async function startFaultProxy({ target, seed = 1 }: FaultProxyOptions): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const random = createRandom(seed);
  const seen = { exchanges: 0, faulted: 0 };
  const clients = new Set<Socket>();
  let fault: Fault = { kind: "pass" };

  const draw = (): Fault => {
    seen.exchanges += 1;
    const hit = fault.kind !== "pass" && (!("share" in fault) || random.chance(fault.share ?? 1));
    if (!hit) return { kind: "pass" };
    seen.faulted += 1;
    return fault;
  };

  // Never listens: it is handed the connections whose answers are made or changed here.
  const faults = new WeakMap<Socket, HttpFault>();
  const http = createHttpServer((request, response) => {
    answerForTarget(target, faults.get(request.socket)!, request, response);
  });

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let current: Fault = { kind: "pass" };
    let fresh = true;
    let sent = 0;
    let sending = Promise.resolve();

    const ask = (chunk: Buffer): void => {
      if (fresh) {
        fresh = false;
        sent = 0;
        current = draw();
      }
      if (current.kind === "answer" || current.kind === "rewrite") {
        faults.set(client, current);
        client.off("data", ask);
        upstream.removeAllListeners("close").destroy();
        http.emit("connection", client);
        // The HTTP server reads the socket's handle from here on; what was read already it takes as an event.
        client.emit("data", chunk);
      } else if (current.kind !== "black_hole") upstream.write(chunk);
    };
    const answer = (chunk: Buffer): void => {
      fresh = true;
      if (current.kind === "slow") {
        const { delayMs } = current;
        sending = sending
          .then(() => sleep(delayMs))
          .then(() => {
            if (!client.destroyed) client.write(chunk);
          });
        return;
      }
      const left = current.kind === "reset" ? current.afterBytes - sent : Infinity;
      sent += chunk.length;
      if (chunk.length < left) client.write(chunk);
      else client.write(chunk.subarray(0, left), () => client.resetAndDestroy());
    };

    clients.add(client);
    client.on("data", ask).on("error", ignore);
    client.on("close", () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on("data", answer).on("error", ignore);
    upstream.on("close", () => {
      if (current.kind !== "black_hole") void sending.then(() => client.resetAndDestroy());
    });
  });

  await listen(server, 0);
  const own = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own}`,
    seen,
    async set(next) {
      fault = next;
      if (next.kind === "refuse") await close(server, clients);
      else if (!server.listening) await listen(server, own);
    },
    async [Symbol.asyncDispose]() {
      await close(server, clients);
      http.close();
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

const close = async (server: Server, clients: ReadonlySet<Socket>): Promise<void> => {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  for (const client of clients) client.resetAndDestroy();
  await closed;
};

// What breaks here is what was asked for; the other side sees it.
const ignore = (): void => undefined;
