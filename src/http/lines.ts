import type { Readable } from "node:stream";
import { WinnowError } from "../domain/errors.ts";

export interface Line {
  /** From 1; empty lines count. */
  readonly number: number;
  /** Without its end; null when it is longer than allowed. */
  readonly bytes: Buffer | null;
}

/**
 * The lines of a stream that are not empty; a line over the limit is passed over without being held.
 *
 * @throws WinnowError `invalid_request` when the stream breaks off
 */
export async function* readLines(stream: Readable, maxBytes: number): AsyncGenerator<Line> {
  let number = 1;
  let held: Buffer[] = [];
  let bytes = 0;
  const take = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= maxBytes) held.push(part);
    else held = [];
  };
  const end = (): Line => {
    const line = { number: number++, bytes: bytes > maxBytes ? null : Buffer.concat(held) };
    held = [];
    bytes = 0;
    return line;
  };
  try {
    // Left open when the reader stops early: the answer still has to go out through the same socket.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        take(chunk.subarray(from, at));
        const line = end();
        if (!isEmpty(line)) yield line;
        from = at + 1;
      }
      take(chunk.subarray(from));
    }
  } catch (cause) {
    if (cause instanceof WinnowError) throw cause;
    throw new WinnowError("invalid_request", "The body ended early.", { where: `line ${number}`, cause });
  }
  const last = end();
  if (!isEmpty(last)) yield last;
}

const isEmpty = ({ bytes }: Line): boolean =>
  bytes !== null && (bytes.length === 0 || (bytes.length === 1 && bytes[0] === 13));
