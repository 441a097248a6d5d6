import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import type { Column, Columns } from "../../domain/columns.ts";
import { INDEX_FORMAT } from "../../text/index-format.ts";
import type { IndexState } from "./parts.ts";

/**
 * A snapshot file: magic, format, manifest length and checksum, the manifest as JSON, then the columns, each from a
 * place that is a multiple of 8. The format is INDEX_FORMAT.
 */
const MAGIC = "WINNOWIX";
const HEADER = 32;
/** Read and written at a time. */
const CHUNK = 8 * 1024 * 1024;

const types = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array } as const;

type SharedColumn = new (buffer: SharedArrayBuffer, offset: number, length: number) => Column;

interface Manifest {
  readonly sequence: number;
  readonly mappingVersion: number;
  readonly bytes: number;
  readonly parts: readonly { readonly key: number; readonly columns: readonly ColumnPlace[] }[];
}

interface ColumnPlace {
  readonly set: "segment" | "lexicon" | "deleted";
  readonly name: string;
  readonly type: keyof typeof types;
  readonly offset: number;
  readonly length: number;
}

/** Writes to a temporary name, syncs, renames: the file is whole or not there. */
export async function writeSnapshot(file: string, state: IndexState): Promise<void> {
  const { manifest, columns } = plan(state);
  const text = Buffer.from(JSON.stringify(manifest));
  const temporary = `${file}.${hostname()}.${process.pid}.tmp`;
  const handle = await open(temporary, "w");
  try {
    let checksum = crc32(text);
    const start = align(HEADER + text.length);
    await handle.write(text, 0, text.length, HEADER);
    for (const { column, offset } of columns) {
      const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      for (let at = 0; at < bytes.length; at += CHUNK) {
        const piece = bytes.subarray(at, at + CHUNK);
        checksum = crc32(piece, checksum);
        await handle.write(piece, 0, piece.length, start + offset + at);
      }
    }
    await handle.truncate(start + manifest.bytes);
    await handle.write(header(text.length, checksum), 0, HEADER, 0);
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

/** Removes what processes that died have left half written: of this machine at once, of others after a day. */
export async function clearTemporary(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(file)}.`) || !name.endsWith(".tmp")) continue;
    const [pid = "", ...host] = name
      .slice(basename(file).length + 1, -".tmp".length)
      .split(".")
      .reverse();
    const path = join(folder, name);
    const isHere = host.reverse().join(".") === hostname();
    const isLeft = isHere
      ? Number(pid) === process.pid || !isAlive(Number(pid))
      : Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? 0) > 86_400_000;
    if (isLeft) await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Null when there is no such file. @throws Error saying why the file cannot be used */
export async function readSnapshot(file: string): Promise<IndexState | null> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
  if (handle === null) return null;
  try {
    return await readFrom(handle);
  } finally {
    await handle.close();
  }
}

async function readFrom(handle: FileHandle): Promise<IndexState> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(HEADER);
  await handle.read(head, 0, HEADER, 0);
  if (size < HEADER || head.toString("latin1", 0, 8) !== MAGIC) throw new Error("it is not a snapshot of an index");
  const [format, length, expected] = [head.readUInt32LE(8), head.readUInt32LE(12), head.readUInt32LE(16)];
  if (format !== INDEX_FORMAT) throw new Error(`it has format ${format}, and this version reads ${INDEX_FORMAT}`);
  if (HEADER + length > size) throw new Error("it ends too early");
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, HEADER);
  let checksum = crc32(text);
  const start = align(HEADER + length);
  const buffer = new SharedArrayBuffer(Math.max(0, size - start));
  for (let at = 0; at < buffer.byteLength; at += CHUNK) {
    const piece = new Uint8Array(buffer, at, Math.min(CHUNK, buffer.byteLength - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, start + at);
    if (bytesRead < piece.length) throw new Error("it ends too early");
    checksum = crc32(piece, checksum);
  }
  if (checksum !== expected) throw new Error("its checksum is wrong");
  return rebuild(JSON.parse(text.toString()) as Manifest, buffer);
}

function plan({ sequence, mappingVersion, parts }: IndexState) {
  const columns: { column: Column; offset: number }[] = [];
  let bytes = 0;
  const place = (set: ColumnPlace["set"], name: string, column: Column): ColumnPlace => {
    // The gap before a column is written as zeros, so that the checksum covers every byte of the file.
    const padding = align(bytes) - bytes;
    if (padding > 0) columns.push({ column: new Uint8Array(padding), offset: bytes });
    const offset = align(bytes);
    columns.push({ column, offset });
    bytes = offset + column.byteLength;
    return { set, name, type: column.constructor.name as keyof typeof types, offset, length: column.length };
  };
  const all = (set: ColumnPlace["set"], own: Columns) =>
    Object.entries(own).map(([name, column]) => place(set, name, column));
  const places = parts.map(({ key, segment, lexicon, deleted }) => ({
    key,
    columns: [
      ...all("segment", segment),
      ...all("lexicon", lexicon),
      ...all("deleted", deleted === null ? {} : { deleted }),
    ],
  }));
  const manifest: Manifest = { sequence, mappingVersion, bytes, parts: places };
  return { manifest, columns };
}

function rebuild({ sequence, mappingVersion, parts }: Manifest, buffer: SharedArrayBuffer): IndexState {
  const columnsOf = (places: readonly ColumnPlace[], set: ColumnPlace["set"]): Columns =>
    Object.fromEntries(
      places
        .filter((place) => place.set === set)
        .map(({ name, type, offset, length }) => [
          name,
          new (types[type] as unknown as SharedColumn)(buffer, offset, length),
        ]),
    );
  return {
    sequence,
    mappingVersion,
    parts: parts.map(({ key, columns }) => ({
      key,
      segment: columnsOf(columns, "segment"),
      lexicon: columnsOf(columns, "lexicon"),
      deleted: (columnsOf(columns, "deleted")["deleted"] as Uint32Array | undefined) ?? null,
    })),
  };
}

function header(manifestLength: number, checksum: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.write(MAGIC, "latin1");
  bytes.writeUInt32LE(INDEX_FORMAT, 8);
  bytes.writeUInt32LE(manifestLength, 12);
  bytes.writeUInt32LE(checksum, 16);
  return bytes;
}

function align(offset: number): number {
  return Math.ceil(offset / 8) * 8;
}

/** Makes the new name itself durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().catch(() => undefined);
  await handle.close();
}
