import type { ServerResponse } from "node:http";

/** Bytes of a slab: an answer of 24 products takes a third of it at most. */
const slabBytes = 128 * 1024;
/** Slabs at most; callers who read slowly hold theirs, and the others' answers then are buffers of their own. */
const most = 32;
const free: Buffer[] = [];
let made = 0;

/**
 * Ends an answer with text, encoded straight into memory that is used again: making a buffer of its size, or one string
 * that Node would encode itself, costs more than all that the search route does besides.
 *
 * @param headers names and values in turn; the length is added
 * @param parts of the body, in order
 */
export const sendText = (res: ServerResponse, status: number, headers: string[], parts: readonly string[]): void => {
  const slab = free.pop() ?? (made < most ? make() : null);
  const length = slab === null ? null : encode(parts, slab);
  if (slab === null || length === null) {
    if (slab !== null) free.push(slab);
    const bytes = Buffer.from(parts.join(""));
    headers.push("content-length", String(bytes.length));
    res.writeHead(status, headers).end(bytes);
    return;
  }
  headers.push("content-length", String(length));
  // Emitted when the socket has taken all of it, or is no more.
  res.once("close", () => free.push(slab));
  res.writeHead(status, headers).end(slab.subarray(0, length));
};

const make = (): Buffer => {
  made++;
  return Buffer.allocUnsafeSlow(slabBytes);
};

/** @returns how many bytes were written; null when they might not fit */
const encode = (parts: readonly string[], slab: Buffer): number | null => {
  let at = 0;
  for (const part of parts) {
    // A UTF-16 unit becomes three bytes at most.
    if (at + part.length * 3 > slabBytes) return null;
    // As UTF-8; naming the encoding would cost as much as the writing.
    at += slab.write(part, at);
  }
  return at;
};
