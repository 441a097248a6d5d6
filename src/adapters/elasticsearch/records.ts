import type { Connection, Limit } from "./connection.ts";
import { documentId } from "./names.ts";

export type RecordKind =
  | "format"
  | "catalog"
  | "key"
  | "secret"
  | "import"
  | "session"
  | "counter"
  | "model"
  | "model_text"
  | "decision"
  | "serving"
  | "lease"
  | "enrichment"
  | "model_answer"
  | "model_spend"
  | "synonym";

/** A stored record and its version, for writes that must not overwrite another's. */
export interface Versioned<T> {
  readonly record: T;
  readonly version: { readonly if_seq_no: number; readonly if_primary_term: number };
}

export interface PutOptions {
  /** Only over this version, or only when there is none. */
  readonly over?: Versioned<unknown>["version"] | "nothing";
  /** What it is found and ordered by. */
  readonly catalog?: string;
  readonly key?: string;
  readonly atMs?: number;
  /** False leaves lists a second behind, for what is written all the time. */
  readonly visible?: boolean;
}

export interface Where {
  readonly catalog?: string;
  readonly key?: string;
}

/** Small records as JSON, read by id at once, listed by search. */
export interface Records {
  get<T>(kind: RecordKind, id: string): Promise<Versioned<T> | null>;
  /** False when another version came in between. */
  put(kind: RecordKind, id: string, record: object, options?: PutOptions): Promise<boolean>;
  /** False when there was none. */
  remove(kind: RecordKind, id: string): Promise<boolean>;
  /** Newest first. */
  list<T>(kind: RecordKind, where?: Where, size?: number, limit?: Limit): Promise<readonly T[]>;
  /** One an id, in order; as durable as `get`. */
  many<T>(kind: RecordKind, ids: readonly string[]): Promise<readonly (T | null)[]>;
  /** By id, ascending, from the one after `after` on; what was put before is seen. */
  page<T>(kind: RecordKind, where: Where, after: string | null, size: number): Promise<readonly T[]>;
  count(kind: RecordKind, where: Where): Promise<number>;
}

const LIMIT: Limit = { ms: 10_000 };
const MOST = 10_000;

/** Makes the index when there is none. */
export async function openRecords(connection: Connection, index: string): Promise<Records> {
  await createSystemIndex(connection, index, {
    kind: { type: "keyword" },
    catalog: { type: "keyword" },
    key: { type: "keyword" },
    atMs: { type: "long" },
    id: { type: "keyword" },
  });
  const path = (kind: RecordKind, id: string) => `/${index}/_doc/${encodeURIComponent(documentId(`${kind}:${id}`))}`;
  const refresh = () => connection.call({ method: "POST", path: `/${index}/_refresh`, repeatable: true }, LIMIT);
  return {
    async get<T>(kind: RecordKind, id: string): Promise<Versioned<T> | null> {
      interface Found {
        readonly found: boolean;
        readonly _seq_no: number;
        readonly _primary_term: number;
        readonly _source: { readonly json: string };
      }
      const call = { method: "GET", path: path(kind, id), accept: [404], repeatable: true } as const;
      const { body } = await connection.call<Found>(call, LIMIT);
      if (!body.found) return null;
      const version = { if_seq_no: body._seq_no, if_primary_term: body._primary_term };
      return { record: JSON.parse(body._source.json) as T, version };
    },
    async put(kind, id, record, { over, catalog, key, atMs = 0, visible = true } = {}) {
      const query = {
        ...(over === "nothing" ? { op_type: "create" } : over),
        ...(visible && { refresh: true }),
      };
      const body = { kind, id, catalog, key, atMs, json: JSON.stringify(record) };
      const { status } = await connection.call(
        { method: "PUT", path: path(kind, id), query, body, accept: [409] },
        LIMIT,
      );
      return status !== 409;
    },
    async remove(kind, id) {
      const query = { refresh: true };
      const { status } = await connection.call({ method: "DELETE", path: path(kind, id), query, accept: [404] }, LIMIT);
      return status !== 404;
    },
    async list<T>(kind: RecordKind, where: Where = {}, size = MOST, limit = LIMIT) {
      const filter = filterOf(kind, where);
      const body = {
        size: Math.min(size, MOST),
        query: { bool: { filter } },
        sort: [{ atMs: "desc" }, { id: "desc" }],
        _source: ["json"],
      };
      const call = { method: "POST", path: `/${index}/_search`, body, repeatable: true } as const;
      const answer = await connection.call<{ hits: { hits: readonly { _source: { json: string } }[] } }>(call, limit);
      return answer.body.hits.hits.map(({ _source }) => JSON.parse(_source.json) as T);
    },
    async many<T>(kind: RecordKind, ids: readonly string[]) {
      if (ids.length === 0) return [];
      const body = { ids: ids.map((id) => documentId(`${kind}:${id}`)) };
      const call = { method: "POST", path: `/${index}/_mget`, body, repeatable: true } as const;
      const answer = await connection.call<{ docs: readonly { found?: boolean; _source: { json: string } }[] }>(
        call,
        LIMIT,
      );
      return answer.body.docs.map(({ found, _source }) => (found === true ? (JSON.parse(_source.json) as T) : null));
    },
    async page<T>(kind: RecordKind, where: Where, after: string | null, size: number) {
      await refresh();
      const body = {
        size: Math.min(size, MOST),
        query: { bool: { filter: filterOf(kind, where) } },
        sort: [{ id: "asc" }],
        ...(after !== null && { search_after: [after] }),
        _source: ["json"],
      };
      const call = { method: "POST", path: `/${index}/_search`, body, repeatable: true } as const;
      const answer = await connection.call<{ hits: { hits: readonly { _source: { json: string } }[] } }>(call, LIMIT);
      return answer.body.hits.hits.map(({ _source }) => JSON.parse(_source.json) as T);
    },
    async count(kind, where) {
      await refresh();
      const body = { query: { bool: { filter: filterOf(kind, where) } } };
      const call = { method: "POST", path: `/${index}/_count`, body, repeatable: true } as const;
      return (await connection.call<{ count: number }>(call, LIMIT)).body.count;
    },
  };
}

const filterOf = (kind: RecordKind, where: Where): readonly object[] =>
  Object.entries({ kind, ...where }).map(([field, value]) => ({ term: { [field]: value } }));

/** One shard, a copy where there is a second node; not in people's way when they search all indices. */
export async function createSystemIndex(connection: Connection, index: string, properties: object): Promise<void> {
  const settings = { number_of_shards: 1, auto_expand_replicas: "0-1", hidden: true };
  const body = { settings, mappings: { dynamic: false, properties } };
  const { status } = await connection.call({ method: "HEAD", path: `/${index}`, accept: [404] }, LIMIT);
  if (status === 404) await connection.call({ method: "PUT", path: `/${index}`, body, accept: [400] }, { ms: 30_000 });
}
