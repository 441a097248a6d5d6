import { type IncomingMessage } from "node:http";
import { WinnowError } from "../domain/errors.ts";
import { limits } from "../wire/limits.ts";
import type { RequestDeadline } from "./deadline.ts";

/**
 * A JSON body within its limits.
 *
 * @throws WinnowError `unsupported_media_type`, `payload_too_large`, `invalid_request`
 */
export const readJson = async (
  req: IncomingMessage,
  maxBytes: number,
  deadline: RequestDeadline,
  types: readonly string[] = ["application/json"],
): Promise<unknown> => {
  expectType(req, types);
  return parseJson(decodeUtf8(await readBytes(req, maxBytes, deadline)));
};

/**
 * JSON values, one a line; empty lines are passed over. A line that is no JSON is the text itself.
 *
 * @throws WinnowError `unsupported_media_type`, `payload_too_large`, `invalid_request`
 */
export const readJsonLines = async (
  req: IncomingMessage,
  maxBytes: number,
  deadline: RequestDeadline,
  types: readonly string[],
): Promise<readonly unknown[]> => {
  expectType(req, types);
  const text = decodeUtf8(await readBytes(req, maxBytes, deadline));
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseLine(line)]));
};

const parseLine = (line: string): unknown => {
  try {
    return parseJson(line);
  } catch (error) {
    if (error instanceof WinnowError) return line;
    throw error;
  }
};

/** @throws WinnowError `unsupported_media_type` */
export const expectType = (req: IncomingMessage, accepted: readonly string[]): void => {
  const type = (req.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
  const encoding = req.headers["content-encoding"] ?? "identity";
  if (!accepted.includes(type) || encoding !== "identity") {
    throw new WinnowError(
      "unsupported_media_type",
      encoding === "identity"
        ? `The content type ${type === "" ? "is missing" : `is ${type.slice(0, 100)}`}.`
        : "The body must not be compressed here.",
      { where: encoding === "identity" ? "content-type" : "content-encoding", hint: `Send ${accepted.join(" or ")}.` },
    );
  }
};

const tooLarge = (maxBytes: number) =>
  new WinnowError("payload_too_large", `The body has more than ${maxBytes} bytes.`, {
    hint:
      maxBytes === limits.searchBodyBytes ? "Ask with fewer filters." : "Send it in smaller parts, or as an import.",
  });

const readBytes = async (req: IncomingMessage, maxBytes: number, deadline: RequestDeadline): Promise<Buffer> => {
  if (Number(req.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return deadline.within(
    new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      req.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) reject(tooLarge(maxBytes));
        else chunks.push(chunk);
      });
      req.on("end", () => resolve(Buffer.concat(chunks)));
      req.on("error", (cause) => reject(cutOff(cause)));
      req.on("close", () => reject(cutOff(undefined)));
    }),
  );
};

const cutOff = (cause: unknown) => new WinnowError("invalid_request", "The body ended early.", { cause });

const strict = new TextDecoder("utf-8", { fatal: true });

/** @throws WinnowError `invalid_request` */
export const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw new WinnowError("invalid_request", "The body is not valid UTF-8.", {
      hint: "Send it encoded as UTF-8.",
      cause,
    });
  }
};

/**
 * JSON from a stranger: nested no deeper than is sensible, and without keys that would reach into prototypes.
 *
 * @throws WinnowError `invalid_request`
 */
export const parseJson = (text: string): unknown => {
  if (depthOf(text) > limits.jsonDepth) {
    throw new WinnowError("invalid_request", `The JSON is nested more than ${limits.jsonDepth} levels deep.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new WinnowError("invalid_request", `The body is not valid JSON: ${(cause as Error).message.slice(0, 200)}`, {
      cause,
    });
  }
  if (text.includes("__proto__") || text.includes("\\u")) refusePrototypes(value);
  return value;
};

// Counts brackets outside of strings, so that the parser, which does recurse, never sees a tower.
const depthOf = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
};

const refusePrototypes = (value: unknown): void => {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    if (Object.hasOwn(next, "__proto__")) {
      throw new WinnowError("invalid_request", "The name __proto__ cannot be used.", { where: "__proto__" });
    }
    for (const inner of Object.values(next)) open.push(inner);
  }
};
