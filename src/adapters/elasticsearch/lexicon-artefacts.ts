import { createHash } from "node:crypto";
import type { Column, Columns } from "../../domain/columns.ts";
import { INDEX_FORMAT } from "../../text/index-format.ts";
import type { Connection } from "./connection.ts";
import { createSystemIndex } from "./records.ts";

/** The words of an index as they were when it was put in place, in pieces, for every process to load. */
export interface LexiconArtefacts {
  write(index: string, sequence: number, part: Columns): Promise<void>;
  /** Null when there is none that this version can read. */
  read(index: string): Promise<{ readonly part: Columns; readonly sequence: number } | null>;
  remove(indices: readonly string[]): Promise<void>;
}

const PIECE = 3 * 1024 * 1024;
const LIMIT = { ms: 30_000 };

interface Manifest {
  readonly format: number;
  readonly sequence: number;
  readonly pieces: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly columns: readonly { name: string; type: keyof typeof types; offset: number; length: number }[];
}

const types = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array } as const;

type SharedColumn = new (buffer: SharedArrayBuffer, offset: number, length: number) => Column;

export async function openLexiconArtefacts(connection: Connection, own: string): Promise<LexiconArtefacts> {
  await createSystemIndex(connection, own, { index: { type: "keyword" } });
  const put = async (id: string, body: object): Promise<void> => {
    await connection.call({ method: "PUT", path: `/${own}/_doc/${encodeURIComponent(id)}`, body }, LIMIT);
  };
  const get = async <T>(id: string): Promise<T | null> => {
    const path = `/${own}/_doc/${encodeURIComponent(id)}`;
    const call = { method: "GET", path, accept: [404], repeatable: true } as const;
    const { body } = await connection.call<{ found: boolean; _source: T }>(call, LIMIT);
    return body.found ? body._source : null;
  };
  return {
    async write(index, sequence, part) {
      const { bytes, columns } = pack(part);
      const pieces = Math.ceil(bytes.length / PIECE);
      for (let i = 0; i < pieces; i++) {
        const data = bytes.subarray(i * PIECE, (i + 1) * PIECE).toString("base64");
        await put(`${index}:${i}`, { index, data });
      }
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const manifest: Manifest = { format: INDEX_FORMAT, sequence, pieces, bytes: bytes.length, sha256, columns };
      // Last: a manifest says that all of it is there.
      await put(index, { index, manifest });
    },
    async read(index) {
      const found = await get<{ manifest: Manifest }>(index);
      if (found?.manifest.format !== INDEX_FORMAT) return null;
      const { manifest } = found;
      const shared = new SharedArrayBuffer(manifest.bytes);
      const bytes = Buffer.from(shared as unknown as ArrayBuffer);
      for (let i = 0; i < manifest.pieces; i++) {
        const piece = await get<{ data: string }>(`${index}:${i}`);
        if (piece === null) return null;
        bytes.write(piece.data, i * PIECE, "base64");
      }
      if (createHash("sha256").update(bytes).digest("hex") !== manifest.sha256) return null;
      const columns = manifest.columns.map(({ name, type, offset, length }): [string, Column] => [
        name,
        new (types[type] as SharedColumn)(shared, offset, length),
      ]);
      return { part: Object.fromEntries(columns), sequence: manifest.sequence };
    },
    async remove(indices) {
      if (indices.length === 0) return;
      const body = { query: { terms: { index: indices } } };
      const query = { conflicts: "proceed", refresh: true };
      await connection.call({ method: "POST", path: `/${own}/_delete_by_query`, query, body }, LIMIT);
    },
  };
}

/** Columns one after the other, each from a place that is a multiple of 8. */
function pack(part: Columns): { bytes: Buffer; columns: Manifest["columns"] } {
  let offset = 0;
  const columns = Object.entries(part).map(([name, column]) => {
    const place = { name, type: column.constructor.name as keyof typeof types, offset, length: column.length };
    offset = (offset + column.byteLength + 7) & ~7;
    return place;
  });
  const bytes = Buffer.alloc(offset);
  for (const { name, offset: at } of columns) {
    const { buffer, byteOffset, byteLength } = part[name]!;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
  }
  return { bytes, columns };
}
