import type { JsonValue } from "../../domain/json.ts";
import { WinnowError } from "../../domain/errors.ts";

/** One product of a file as it stands there: its fields in order, a name possibly several times; or why it cannot be read. */
export type FileRecord =
  { readonly line: number; readonly fields: readonly Field[] } | { readonly line: number; readonly problem: string };

export type Field = readonly [name: string, value: JsonValue];

/** Records, as many at a time as a chunk of the file holds. */
export type Records = AsyncIterable<readonly FileRecord[]>;

export type Chunks = AsyncIterable<Buffer>;

/** How a format is read: bytes in UTF-8 in, records out. */
export type RecordReader = (chunks: Chunks, file: string) => Records;

export const notUtf8 = "holds bytes that are not UTF-8";

export function tooLong(limit: number): string {
  return `is longer than ${Math.round(limit / 1000)} kB, the most that one product may have`;
}

/** The file as a whole cannot be taken: nothing of it is. */
export function invalidFile(where: string, message: string, hint: string, cause?: unknown): WinnowError {
  return new WinnowError("invalid_file", `${where}: ${message}`, {
    where,
    hint,
    ...(cause !== undefined && { cause }),
  });
}
