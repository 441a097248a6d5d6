import { connect, type Socket } from "node:net";

export interface Load {
  readonly requests: number;
  /** Milliseconds of each request. */
  readonly samples: number[];
  readonly seconds: number;
}

/**
 * Asks for these addresses over and over, each connection as fast as it is answered. Written on bare sockets: an HTTP client
 * would cost more than the server that is measured.
 */
export const load = async (port: number, paths: readonly string[], connections: number, ms: number): Promise<Load> => {
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: bench\r\naccept: */*\r\n\r\n`),
  );
  let next = 0;
  const request = () => requests[next++ % requests.length]!;
  const samples: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + ms;
  await Promise.all(Array.from({ length: connections }, () => ask(port, request, until, samples)));
  return { requests: samples.length, samples, seconds: (performance.now() - startedAt) / 1000 };
};

const ask = (port: number, request: () => Buffer, until: number, samples: number[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let sentAt = 0;
    /** Bytes of the answer still to come; null before its head is there. */
    let missing: number | null = null;
    let head = Buffer.alloc(0);
    const send = () => {
      sentAt = performance.now();
      missing = null;
      socket.write(request());
    };
    socket.on("connect", send).on("error", reject);
    socket.on("data", (chunk) => {
      if (missing === null) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.indexOf("\r\n\r\n");
        if (end === -1) return;
        const text = head.toString("latin1", 0, end);
        if (!text.startsWith("HTTP/1.1 200 ")) {
          reject(new Error(text.slice(0, 200)));
          return;
        }
        missing = Number(/content-length: (\d+)/i.exec(text)![1]) - (head.length - end - 4);
        head = Buffer.alloc(0);
      } else missing -= chunk.length;
      if (missing > 0) return;
      const now = performance.now();
      samples.push(now - sentAt);
      if (now < until) send();
      else {
        socket.destroy();
        resolve();
      }
    });
  });
