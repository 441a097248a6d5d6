import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { ofAnswer, ServerError } from "./errors.ts";
import { documentId } from "./names.ts";

export interface BulkWrite {
  readonly id: string;
  /** The document as JSON. */
  readonly body: string;
  /** `update` merges the body into what is there; `create` refuses when something is. */
  readonly action?: "index" | "create" | "update";
  /** Only over this version. */
  readonly over?: { readonly if_seq_no: number; readonly if_primary_term: number };
}

export interface BulkOptions {
  /** How long to go on when the server is overloaded or its disk is full. */
  readonly patienceMs: number;
  /** Told each time it has to wait. */
  readonly onWait?: (error: ServerError) => void;
  /** What it is written to must be an alias: a bare index that is not there would be made, without our mapping. */
  readonly requireAlias?: boolean;
  /** How long one request may take; a minute unless told. */
  readonly limitMs?: number;
}

/** Null where a write succeeded. */
export type BulkResult = ServerError | null;

export interface NumberedResult {
  readonly error: BulkResult;
  /** Elasticsearch's `_seq_no` of the write; -1 of one that failed. */
  readonly seqNo: number;
}

/** Bytes sent at a time; the next are sent when these are answered, so that the server sets the pace. */
const CHUNK = 4 * 1024 * 1024;
const CHUNK_LIMIT_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Writes documents, each with a result of its own, in order. What the server cannot take now is sent again.
 *
 * @throws ServerError when the server does not answer, or patience is at its end
 */
export async function bulk(
  connection: Connection,
  index: string,
  writes: readonly BulkWrite[],
  options: BulkOptions,
): Promise<readonly BulkResult[]> {
  return (await bulkNumbered(connection, index, writes, options)).map(({ error }) => error);
}

/** The same, with each write's number in the index. @throws ServerError as `bulk` does */
export async function bulkNumbered(
  connection: Connection,
  index: string,
  writes: readonly BulkWrite[],
  options: BulkOptions,
): Promise<readonly NumberedResult[]> {
  const results: NumberedResult[] = [];
  let chunk: BulkWrite[] = [];
  let bytes = 0;
  for (const write of writes) {
    if (bytes + write.body.length > CHUNK && chunk.length > 0) {
      results.push(...(await sendAll(connection, index, chunk, options)));
      [chunk, bytes] = [[], 0];
    }
    chunk.push(write);
    bytes += write.body.length;
  }
  if (chunk.length > 0) results.push(...(await sendAll(connection, index, chunk, options)));
  return results;
}

async function sendAll(
  connection: Connection,
  index: string,
  writes: readonly BulkWrite[],
  options: BulkOptions,
): Promise<readonly NumberedResult[]> {
  const { patienceMs, onWait } = options;
  const results = new Array<NumberedResult>(writes.length);
  const endMs = performance.now() + patienceMs;
  let waiting = writes.map((_, i) => i);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const answers = await send(connection, index, waiting.map((i) => writes[i]!), options); // prettier-ignore
    for (const [at, i] of waiting.entries()) results[i] = answers[at]!;
    waiting = waiting.filter((i) => isPassing(results[i]!.error));
    if (waiting.length === 0) return results;
    const error = results[waiting[0]!]!.error!;
    if (performance.now() + pauseMs > endMs) throw error;
    onWait?.(error);
    await sleep(pauseMs);
  }
}

function isPassing(result: BulkResult): boolean {
  return result !== null && (result.status === 429 || result.status === 503 || result.code === "storage_full");
}

interface BulkAnswer {
  readonly items: readonly Readonly<Record<string, BulkItem>>[];
}

interface BulkItem {
  readonly status: number;
  readonly error?: unknown;
  readonly _seq_no?: number;
}

/** A refusal of the whole request is one of each write in it. */
async function send(
  connection: Connection,
  index: string,
  writes: readonly BulkWrite[],
  { requireAlias = false, limitMs = CHUNK_LIMIT_MS }: BulkOptions,
): Promise<NumberedResult[]> {
  const lines = writes.map(({ id, body, action = "index", over }) => {
    const head = JSON.stringify({ [action]: { _id: documentId(id), ...over } });
    return `${head}\n${action === "update" ? `{"doc":${body}}` : body}\n`;
  });
  const call = {
    method: "POST",
    path: `/${index}/_bulk`,
    lines: lines.join(""),
    query: { require_alias: requireAlias },
  } as const;
  try {
    const { body } = await connection.call<BulkAnswer>(call, { ms: limitMs });
    return body.items.map((item) => {
      const [{ status, error, _seq_no: seqNo = -1 }] = Object.values(item) as [BulkItem];
      return { error: error === undefined && status < 300 ? null : ofAnswer(status, { error }), seqNo };
    });
  } catch (error) {
    if (error instanceof ServerError && (error.status === 429 || error.code === "storage_full"))
      return writes.map(() => ({ error, seqNo: -1 }));
    throw error;
  }
}
