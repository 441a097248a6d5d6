import { addAbortSignal, pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { WinnowError } from "../../domain/errors.ts";
import { invalidFile, type Chunks } from "./record.ts";
import { unreadable, type ImportSource } from "./source.ts";
import { withHead } from "./with-head.ts";
import { zipEntries } from "./zip.ts";

/** A file as it was before it was packed. A source has one, or as many as its zip. */
export interface UnpackedFile {
  readonly name: string;
  /** Its first 64 kB, or all of it. */
  readonly head: Buffer;
  /** All of it, the head included. */
  readonly chunks: Chunks;
}

/**
 * Opens a source and unpacks it, whatever its name says: gzip and zip are known by their first bytes.
 *
 * @param onBytes told of the source's own bytes as they are read
 * @throws WinnowError `invalid_file`: unreadable, half of it missing, packed in a way that is not known
 */
export async function* openSource(
  source: ImportSource,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | null,
): AsyncIterable<UnpackedFile> {
  const stream = source.open();
  if (signal !== null) addAbortSignal(signal, stream); // also while it waits for bytes that do not come
  const raw = await withHead(guarded(source.name, counted(stream, onBytes)));
  if (!isZip(raw.head)) {
    yield await unpacked(source.name, raw);
    return;
  }
  for await (const entry of zipEntries(source, raw.chunks, onBytes)) {
    yield await unpacked(entry.name, await withHead(guarded(entry.name, entry.chunks)));
  }
}

async function unpacked(name: string, file: { head: Buffer; chunks: Chunks }): Promise<UnpackedFile> {
  if (file.head.length === 0) throw invalidFile(name, "is empty", "See that its export has finished.");
  if (isGzip(file.head)) {
    const gunzip = createGunzip();
    pipeline(Readable.from(file.chunks), gunzip, () => undefined); // its error comes out of gunzip as well
    return unpacked(name, await withHead(guarded(name, gunzip)));
  }
  const known = foreign.find(([start, at]) =>
    file.head.subarray(at, at + start.length).equals(Buffer.from(start, "latin1")),
  );
  if (known !== undefined) throw invalidFile(name, `is ${known[2]}`, known[3]);
  return { name, ...file };
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function isZip(head: Buffer): boolean {
  const start = head.subarray(0, 4).toString("latin1");
  return start === "PK\u0003\u0004" || start === "PK\u0005\u0006";
}

const repack = "Unpack it, or pack it with gzip or zip.";
const foreign: readonly (readonly [start: string, at: number, what: string, hint: string])[] = [
  ["PK\u0003\u0004", 0, "a zip within a zip", "Unpack the outer one."],
  ["ustar", 257, "a tar archive", repack],
  ["\u0028\u00b5\u002f\u00fd", 0, "packed with zstd", repack],
  ["BZh", 0, "packed with bzip2", repack],
  ["\u00fd7zXZ", 0, "packed with xz", repack],
  ["7z\u00bc\u00af", 0, "a 7z archive", repack],
  ["%PDF", 0, "a PDF", "Export the products as CSV or JSON."],
  ["PAR1", 0, "a Parquet file", "Export the products as CSV or JSON."],
  ["\u00d0\u00cf\u0011\u00e0", 0, "an old Excel workbook", "Save it as CSV."],
  ["SQLite format 3", 0, "a SQLite database", "Export the products as CSV or JSON."],
];

async function* counted(stream: Readable, onBytes: (bytes: number) => void): Chunks {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Says which file it was. */
async function* guarded(name: string, chunks: Chunks): Chunks {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof WinnowError ? error : unreadable(name, error);
  }
}
