import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { invalidFile, type Chunks } from "./record.ts";
import type { ImportSource } from "./source.ts";

export interface ZipEntry {
  /** `products.zip: 1.json` */
  readonly name: string;
  readonly chunks: Chunks;
}

/**
 * The files of a zip, one after the other. A zip is read from its end, so one that comes as a stream is put into a
 * temporary file first.
 *
 * @throws WinnowError `invalid_file`: cut off, damaged, encrypted, a workbook, nothing in it
 */
export async function* zipEntries(
  source: ImportSource,
  chunks: Chunks,
  onBytes: (bytes: number) => void,
): AsyncIterable<ZipEntry> {
  if (source.path !== null) {
    await chunks[Symbol.asyncIterator]().return?.();
    yield* entriesOf(source.name, source.path, onBytes);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "winnow-zip-"));
  try {
    const path = join(folder, "stream.zip");
    await pipeline(Readable.from(chunks), createWriteStream(path));
    yield* entriesOf(source.name, path, () => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* entriesOf(name: string, path: string, onBytes: (bytes: number) => void): AsyncIterable<ZipEntry> {
  const zip = await openZip(path).catch((error: unknown) => {
    throw damaged(name, error);
  });
  try {
    const entries = await listEntries(zip).catch((error: unknown) => {
      throw damaged(name, error);
    });
    if (entries.some(({ fileName }) => fileName === "[Content_Types].xml")) {
      throw invalidFile(name, "is an Excel workbook or another office document", "Save it as CSV.");
    }
    const files = entries.filter(({ fileName }) => !/(^|\/)(__MACOSX\/|\.)|\/$/u.test(fileName));
    if (files.length === 0) throw invalidFile(name, "there is no file in the zip", "Pack the products' files.");
    for (const entry of files) {
      const entryName = `${name}: ${entry.fileName}`;
      if (entry.isEncrypted()) throw invalidFile(entryName, "is encrypted", "Unpack it first.");
      yield { name: entryName, chunks: contents(zip, entry, entryName, onBytes) };
    }
  } finally {
    zip.close();
  }
}

async function* contents(zip: ZipFile, entry: Entry, name: string, onBytes: (bytes: number) => void): Chunks {
  const packed = entry.uncompressedSize === 0 ? 0 : entry.compressedSize / entry.uncompressedSize;
  let checksum = 0;
  try {
    for await (const chunk of (await readEntry(zip, entry)) as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      onBytes(chunk.length * packed);
      yield chunk;
    }
  } catch (error) {
    throw damaged(name, error);
  }
  if (checksum !== entry.crc32) throw damaged(name, "its checksum is wrong");
}

// The types know promises that come with a later version of the library.
const openZip = (path: string): Promise<ZipFile> =>
  promisify<string, yauzl.Options, ZipFile>(yauzl.open)(path, { lazyEntries: true, autoClose: false });

function readEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) reject(new Error(`more than ${MAX_ENTRIES} files`));
      else zip.readEntry();
    });
    zip.once("end", () => resolve(entries));
    zip.once("error", reject);
    zip.readEntry();
  });
}

const MAX_ENTRIES = 10_000;

function damaged(name: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return invalidFile(
    name,
    `the zip is damaged or cut off (${why})`,
    "Fetch or make the file again; nothing of it was taken.",
    error,
  );
}
