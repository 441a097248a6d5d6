import { setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../../domain/errors.ts";
import type { ProductWrite, WriteResult } from "../../ports/product-store.ts";
import { bulk, type BulkWrite } from "./bulk.ts";
import { type CatalogRecord, type Catalogs, mappingOf } from "./catalogs.ts";
import type { Connection } from "./connection.ts";
import { isGone, isOurBlock, ServerError } from "./errors.ts";
import { deletedBody, hashOf, productBody } from "./product-documents.ts";
import { readProducts, type Stored } from "./stored-products.ts";

/** Writes to live catalogues. One at a time a catalogue in this process; other processes are told by versions. */
export function createProductWriter(connection: Connection, catalogs: Catalogs) {
  const queues = new Map<string, Promise<unknown>>();
  return (catalog: string, writes: readonly ProductWrite[]): Promise<readonly WriteResult[]> => {
    const turn = (queues.get(catalog) ?? Promise.resolve()).then(() => write(connection, catalogs, catalog, writes));
    const settled = turn.catch(() => undefined);
    queues.set(catalog, settled);
    void settled.then(() => queues.get(catalog) === settled && queues.delete(catalog));
    return turn;
  };
}

/** How long a write is tried again when imports and other writers come first. */
const PATIENCE_MS = 60_000;
/** How long a write waits for a server that is overloaded or full. */
const BULK = { patienceMs: 3000 };

async function write(
  connection: Connection,
  catalogs: Catalogs,
  name: string,
  writes: readonly ProductWrite[],
): Promise<readonly WriteResult[]> {
  const results = new Array<WriteResult | null>(writes.length).fill(null);
  const endMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const open = [...results.keys()].filter((i) => results[i] === null);
    const { record } = await catalogs.find(name);
    if (open.length === 0) return results as WriteResult[];
    try {
      const some = await writeOnce(connection, catalogs, record, open.map((i) => writes[i]!)); // prettier-ignore
      for (const [at, i] of open.entries()) results[i] = some[at]!;
      if (some.every((result) => result !== null)) return results as WriteResult[];
    } catch (error) {
      if (!(error instanceof ServerError) || !(isGone(error) || isOurBlock(error))) throw error;
    }
    if (performance.now() > endMs)
      throw new WinnowError("overloaded", "Other writes keep coming first.", { retryAfterS: 1 });
    await sleep(20 + 60 * Math.random());
  }
}

/** What a write would do, and the document that follows from it. */
interface Decided {
  readonly result: WriteResult;
  readonly next: Next | null;
}

interface Next {
  readonly id: string;
  readonly live: boolean;
  readonly group: string;
  readonly hash: string;
  readonly source: string | null;
  /** Place among this call's changes, from 1. */
  readonly place: number;
}

/** Null for what another writer came before. */
async function writeOnce(
  connection: Connection,
  catalogs: Catalogs,
  record: CatalogRecord,
  writes: readonly ProductWrite[],
): Promise<readonly (WriteResult | null)[]> {
  const ids = [...new Set(writes.map(idOf))];
  const stored = await readProducts(connection, record.index, ids, false);
  const before = new Map(ids.map((id, i) => [id, stored[i]!]));
  const latest = new Map<string, Next>();
  let places = 0;
  const decided = writes.map((each): Decided => {
    const current = latest.get(idOf(each)) ?? before.get(idOf(each)) ?? null;
    const decision = decide(each, current, places + 1);
    if (decision.next !== null) {
      places++;
      latest.set(decision.next.id, decision.next);
    }
    return decision;
  });
  if (latest.size === 0) return decided.map(({ result }) => result);

  const brings = [...latest.values()].some(({ group, id }) => group !== id);
  const { sequence, index } = await catalogs.change(record.name, (now) => {
    if (now.index !== record.index) return null;
    return { sequence: now.sequence + places, ...(brings && !now.hasVariants && { hasVariants: true }) };
  });
  // An import was put in place: what was read is no longer what is live.
  if (index !== record.index) return writes.map(() => null);

  const mapping = mappingOf(record);
  const changes = [...latest.values()].map(({ id, place, source, ...next }): BulkWrite => {
    const number = sequence - places + place;
    const body =
      source === null
        ? deletedBody(id, number)
        : productBody(source, mapping, { id, group: next.group, hash: next.hash, live: true, sequence: number });
    const old = before.get(id) ?? null;
    return { id, body, ...(old === null ? { action: "create" } : { over: old.version }) };
  });
  const answers = await bulk(connection, record.index, changes, BULK);
  const failed = new Set<string>();
  for (const [i, error] of answers.entries()) {
    if (error === null) continue;
    if (error.status !== 409 && !isOurBlock(error) && !isGone(error)) throw error;
    failed.add(changes[i]!.id);
  }
  return decided.map(({ result }, i) => (failed.has(idOf(writes[i]!)) ? null : result));
}

function decide(write: ProductWrite, current: Stored | Next | null, place: number): Decided {
  const isThere = current?.live === true;
  if (write.op === "delete") {
    if (!isThere) return { result: "not_found", next: null };
    return { result: "deleted", next: { id: write.id, live: false, group: write.id, hash: "", source: null, place } };
  }
  const { product, replaces } = write;
  // A version that this very call has written has no number yet that anyone could have seen.
  const version = isThere && "sequence" in current ? current.sequence : undefined;
  if (replaces !== undefined && replaces !== version) return { result: "conflict", next: null };
  const source = JSON.stringify(product);
  const hash = hashOf(source);
  if (isThere && current.hash === hash) return { result: "unchanged", next: null };
  const next: Next = { id: product.id, live: true, group: product.group_id ?? product.id, hash, source, place };
  return { result: isThere ? "updated" : "created", next };
}

function idOf(write: ProductWrite): string {
  return write.op === "put" ? write.product.id : write.id;
}
