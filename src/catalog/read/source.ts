import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { invalidFile } from "./record.ts";

/** Where products come from: a file, standard input, the body of a request. Read once. */
export interface ImportSource {
  /** As messages name it. */
  readonly name: string;
  /** Null when unknown. */
  readonly bytes: number | null;
  /** Where it lies on this machine, if it does. */
  readonly path: string | null;
  open(): Readable;
}

/** @throws WinnowError `invalid_file`: not there, a directory, empty */
export async function fileSource(path: string): Promise<ImportSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found.isDirectory()) {
    throw invalidFile(path, "is a directory", "Name the files in it; several make one import.");
  }
  return { name: path, bytes: found.isFile() ? found.size : null, path, open: () => createReadStream(path) };
}

export function streamSource(name: string, stream: Readable, bytes: number | null = null): ImportSource {
  return { name, bytes, path: null, open: () => stream };
}

/** What the system says of a file that cannot be read, in words. */
export function unreadable(name: string, error: unknown): Error {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const [message, hint] = reasons[code] ?? [`cannot be read: ${String(error)}`, "See that the file is complete."];
  return invalidFile(name, message, hint, error);
}

const damaged = "Fetch or make the file again; nothing of it was taken.";
const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: ["there is no such file", "See that the path is right."],
  EACCES: ["may not be read", "Give the user that runs winnow the right to read it."],
  EISDIR: ["is a directory", "Name the files in it; several make one import."],
  Z_BUF_ERROR: ["the compressed data ends too early: half a file?", damaged],
  Z_DATA_ERROR: ["the compressed data is damaged", damaged],
};
