import { promisify } from "node:util";
import { type IncomingMessage, type ServerResponse } from "node:http";
import { gzip } from "node:zlib";

/** What a route answers; sent by `send` alone. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** The same, gzipped, where it is at hand. */
  readonly gzipped?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export const json = (body: unknown, status = 200, headers?: Readonly<Record<string, string>>): Answer =>
  jsonText(JSON.stringify(body), status, headers);

/** @param body JSON already */
export const jsonText = (body: string, status = 200, headers?: Readonly<Record<string, string>>): Answer => ({
  status,
  type: "application/json; charset=utf-8",
  body,
  ...(headers === undefined ? {} : { headers }),
});

export const noContent: Answer = { status: 204, type: "", body: "" };

export const notModified = (headers: Readonly<Record<string, string>>): Answer => ({
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
 * @param common headers of every answer; a flat list of names and values would save nothing here
 */
export const send = async (
  req: IncomingMessage,
  res: ServerResponse,
  answer: Answer,
  common: Readonly<Record<string, string>>,
): Promise<void> => {
  if (res.headersSent || res.destroyed) return;
  const headers: Record<string, string | number> = { ...common, ...answer.headers };
  let body = answer.body;
  if (answer.type !== "") headers["content-type"] = answer.type;
  if (body.length > 1024 && compressible.test(answer.type)) {
    headers["vary"] = headers["vary"] === undefined ? "accept-encoding" : `${headers["vary"]}, accept-encoding`;
    const accepted = req.headers["accept-encoding"];
    if (accepted !== undefined && acceptsGzip(accepted)) {
      // Level 1: higher ones take several times as long for a few per cent less.
      body = answer.gzipped ?? (await deflate(body, { level: 1 }));
      headers["content-encoding"] = "gzip";
    }
  }
  if (answer.status !== 204 && answer.status !== 304) {
    // Not made a buffer here: memory for one of this size outside of the heap costs more than counting its bytes.
    headers["content-length"] = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  }
  res.writeHead(answer.status, headers);
  res.end(body);
};

// RFC 9110: a weight of 0 means "not this one".
const acceptsGzip = (header: string): boolean =>
  header.split(",").some((one) => {
    const [name, weight] = one.split(";");
    return /^\s*(gzip|\*)\s*$/.test(name!) && !/^\s*q=0(\.0*)?\s*$/.test(weight ?? "");
  });
