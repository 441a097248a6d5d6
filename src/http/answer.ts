import { promisify } from "node:util";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { gzip } from "node:zlib";
import { sendText } from "./slabs.ts";

type Headers = Readonly<Record<string, string>>;

/** What a route answers; sent by `send` alone. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** A list is text in parts, which are never joined. */
  readonly body: string | readonly string[] | Buffer;
  /** The same, gzipped, where it is at hand. */
  readonly gzipped?: Buffer;
  readonly headers?: Headers;
}

export const json = (body: unknown, status = 200, headers?: Headers): Answer =>
  jsonText(JSON.stringify(body), status, headers);

/** @param body JSON already, whole or in parts */
export const jsonText = (body: string | readonly string[], status = 200, headers?: Headers): Answer => ({
  status,
  type: "application/json; charset=utf-8",
  body,
  ...(headers === undefined ? {} : { headers }),
});

export const noContent: Answer = { status: 204, type: "", body: "" };

export const notModified = (headers: Headers): Answer => ({
  status: 304,
  type: "",
  body: "",
  headers,
});

/** Whether the caller holds this version already (RFC 9110, weak comparison). */
export const holds = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch === etag ||
    ifNoneMatch === "*" ||
    ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === etag.replace(/^W\//, "")));

const compressible = /^(text\/|application\/(json|problem\+json|x-ndjson|javascript|manifest\+json)|image\/svg)/;
const deflate = promisify(gzip);

/**
 * @param common headers of every answer; the answer's own of the same name go before
 */
export const send = async (
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  common: Headers,
): Promise<void> => {
  if (res.headersSent || res.destroyed) return;
  const { status, type, body } = answer;
  const headers = listHeaders(common, answer.headers);
  if (type !== "") headers.push("content-type", type);
  const isPacked = isLong(body) && compressible.test(type);
  if (isPacked) headers.push("vary", "accept-encoding");
  const accepted = isPacked ? req.headers["accept-encoding"] : undefined;
  if (accepted !== undefined && acceptsGzip(accepted)) {
    // Level 1: higher ones take several times as long for a few per cent less.
    const packed = answer.gzipped ?? (await deflate(isParts(body) ? body.join("") : body, { level: 1 }));
    headers.push("content-encoding", "gzip", "content-length", String(packed.length));
    res.writeHead(status, headers).end(packed);
  } else if (status === 204 || status === 304) {
    res.writeHead(status, headers).end();
  } else if (Buffer.isBuffer(body)) {
    headers.push("content-length", String(body.length));
    res.writeHead(status, headers).end(body);
  } else {
    sendText(res, status, headers, isParts(body) ? body : [body]);
  }
};

// Names and values in turn: Node writes them as they are, where an object would be walked again.
const listHeaders = (common: Headers, own: Headers | undefined): string[] => {
  const list: string[] = [];
  for (const name in common) if (own?.[name] === undefined) list.push(name, common[name]!);
  for (const name in own) list.push(name, own[name]!);
  return list;
};

const isParts = (body: Answer["body"]): body is readonly string[] => Array.isArray(body);

const isLong = (body: Answer["body"]): boolean => {
  if (!isParts(body)) return body.length > 1024;
  let length = 0;
  for (const part of body) length += part.length;
  return length > 1024;
};
// RFC 9110: a weight of 0 means "not this one".
const acceptsGzip = (header: string): boolean =>
  header.split(",").some((one) => {
    const [name, weight] = one.split(";");
    return /^\s*(gzip|\*)\s*$/.test(name!) && !/^\s*q=0(\.0*)?\s*$/.test(weight ?? "");
  });
