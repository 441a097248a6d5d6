import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, Server as TcpServer, type Socket } from "node:net";
import { setImmediate as immediate, setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../domain/errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long new requests are still taken after the signal to stop, so that balancers can look away, in milliseconds. */
  readonly lingerMs: number;
  /** How long requests in work may take to finish after that. */
  readonly drainMs: number;
}

export interface HttpServer {
  readonly port: number;
  /** `http://127.0.0.1:3000`, without a slash at the end. */
  readonly url: string;
  /** Takes no more requests, finishes those in work and closes; never rejects. */
  stop(): Promise<void>;
}

/** @throws WinnowError `invalid_config` when it cannot listen there */
export const listen = async (
  handle: (req: IncomingMessage, res: ServerResponse) => void,
  { host, port, lingerMs, drainMs }: ListenOptions,
): Promise<HttpServer> => {
  let closing = false;
  const server = createServer(
    // Bodies have their own deadlines; a head must be there soon.
    { headersTimeout: 15_000, requestTimeout: 0, keepAliveTimeout: 65_000, noDelay: true },
    (req, res) => {
      if (closing) res.setHeader("connection", "close");
      handle(req, res);
    },
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => refuse(error, socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
  const address = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return {
    port: address.port,
    url: `http://${shown}:${address.port}`,
    async stop() {
      // Whoever keeps a connection and uses it rarely is told before the end, when it would be closed under a request on its
      // way: clients repeat a GET that met that by themselves, but no POST.
      closing = lingerMs > 0;
      await sleep(lingerMs);
      // Right after the sockets were read: who is still waiting to be accepted when the listener closes is reset.
      await immediate();
      closing = true;
      // Not server.close(), which also resets connections that are just about to send their request.
      const closed = new Promise((resolve) => TcpServer.prototype.close.call(server, resolve));
      const cut = setTimeout(() => server.closeAllConnections(), drainMs);
      // Those in use are told with their next answer; those that are silent for this long are idle.
      await Promise.race([closed, sleep(idleMs)]);
      // Right after the sockets were read, again: a request that has come but was not read yet would be reset.
      const idle = setInterval(() => setImmediate(() => server.closeIdleConnections()), 100);
      await closed;
      clearTimeout(cut);
      clearInterval(idle);
    },
  };
};

/** How long a connection may be silent before it is closed at the end, in milliseconds. */
const idleMs = 300;

const cannotListen = (error: NodeJS.ErrnoException, host: string, port: number): WinnowError => {
  if (error.code === "EADDRINUSE") {
    return new WinnowError("invalid_config", `Port ${port} on ${host} is taken by another program.`, {
      where: "PORT",
      hint: `Stop it, or choose another: PORT=${port + 1} npm start`,
      cause: error,
    });
  }
  if (error.code === "EACCES") {
    return new WinnowError("invalid_config", `Port ${port} may not be used by this user.`, {
      where: "PORT",
      hint: "Choose one from 1024 on.",
      cause: error,
    });
  }
  return new WinnowError("invalid_config", `Cannot listen on ${host}: ${error.message}`, {
    where: "HOST",
    hint: "HOST=127.0.0.1 is this machine only, HOST=0.0.0.0 every network.",
    cause: error,
  });
};

/** What is not HTTP, or too long a head, never reaches the application. */
const refuse = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const title = { 431: "The request's head is too large", 408: "The request came too slowly", 400: "This is not HTTP" }[
    status
  ];
  const body = JSON.stringify({
    type: "urn:winnow:error:invalid_request",
    title,
    status,
    code: "invalid_request",
    detail: title,
    request_id: "",
  });
  socket.end(
    `HTTP/1.1 ${status} Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};
