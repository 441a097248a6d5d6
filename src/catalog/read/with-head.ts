import type { Chunks } from "./record.ts";

/** Enough to tell a format by. */
const HEAD_BYTES = 65_536;

/** Looks at the beginning of a file without taking it away from who reads it next. */
export async function withHead(chunks: Chunks): Promise<{ head: Buffer; chunks: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const head = Buffer.concat(parts);
  return { head: head.subarray(0, HEAD_BYTES), chunks: resumed(head, iterator) };
}

async function* resumed(head: Buffer, iterator: AsyncIterator<Buffer>): Chunks {
  try {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  } finally {
    await iterator.return?.(); // closes the file when its reader stops early
  }
}
