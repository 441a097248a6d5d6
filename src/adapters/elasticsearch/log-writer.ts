import type { Appended } from "../../ports/event-store.ts";
import { bulkNumbered, type BulkWrite } from "./bulk.ts";
import type { Connection } from "./connection.ts";
import { isGone, ofAnswer, ServerError } from "./errors.ts";
import { type LogDocument, traitJson } from "./log-documents.ts";
import type { LogIndex } from "./log-index.ts";

export interface LogWriter {
  /** Durable when resolved; an outcome for each, in order. @throws ServerError */
  append(catalog: string, documents: readonly LogDocument[]): Promise<readonly Appended[]>;
}

interface Waiting {
  readonly documents: readonly LogDocument[];
  readonly done: (appended: readonly Appended[]) => void;
  readonly failed: (error: unknown) => void;
}

/** An error of a single document is its own. */
type Outcome = Appended | ServerError;

const BULK = { patienceMs: 2000, limitMs: 10_000, requireAlias: true };
const LIMIT = { ms: 10_000 };
/** Documents sent together; an impression has some 10 kB. */
const MOST = 500;

/**
 * Writes into logs. What comes while a request is under way goes together with the next one: the server syncs once for
 * all of them, and two of one deed from one process are never under way at the same time.
 */
export function createLogWriter(connection: Connection, index: LogIndex): LogWriter {
  const queues = new Map<string, Waiting[]>();

  const drain = async (catalog: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeSome(queue);
      try {
        const documents = batch.flatMap((one) => one.documents);
        const writeAll = () => write(connection, index, catalog, documents);
        const outcomes = await writeAll().catch((error: unknown) => {
          // Somebody has removed the log: it begins anew.
          if (!(error instanceof ServerError && isGone(error))) throw error;
          index.gone(catalog);
          return writeAll();
        });
        let at = 0;
        for (const { documents, done, failed } of batch) {
          const own = outcomes.slice(at, (at += documents.length));
          const error = own.find((one) => one instanceof ServerError);
          if (error === undefined) done(own as readonly Appended[]);
          else failed(error);
        }
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    queues.delete(catalog);
  };
  return {
    append: (catalog, documents) =>
      new Promise((done, failed) => {
        const waiting = { documents, done, failed };
        const queue = queues.get(catalog);
        if (queue !== undefined) return void queue.push(waiting);
        const begun = [waiting];
        queues.set(catalog, begun);
        void drain(catalog, begun);
      }),
  };
}

function takeSome(queue: Waiting[]): readonly Waiting[] {
  let [count, documents] = [0, 0];
  while (count < queue.length && (count === 0 || documents + queue[count]!.documents.length <= MOST)) {
    documents += queue[count++]!.documents.length;
  }
  return queue.splice(0, count);
}

async function write(
  connection: Connection,
  index: LogIndex,
  catalog: string,
  documents: readonly LogDocument[],
): Promise<readonly Outcome[]> {
  await index.ensure(catalog);
  const alias = index.alias(catalog);
  const firsts = new Map<string, LogDocument>();
  for (const document of documents) if (!firsts.has(document.id)) firsts.set(document.id, document);
  const fresh = [...firsts.values()];
  const { repeats, takeOvers } = await claimTraits(connection, alias, fresh);
  const creates = fresh.map((one): BulkWrite => {
    return { id: one.id, body: one.toJson(repeats.has(one.id)), action: "create" };
  });
  const results = await bulkNumbered(connection, alias, [...creates, ...takeOvers], BULK);
  const gone = results.find(({ error }) => error !== null && isGone(error))?.error;
  if (gone !== undefined && gone !== null) throw gone;

  const outcomes = new Map<string, Outcome>();
  const known: string[] = [];
  fresh.forEach(({ id }, i) => {
    const { error, seqNo } = results[i]!;
    if (error === null) outcomes.set(id, { sequence: seqNo + 1, duplicate: false, repeat: repeats.has(id) });
    else if (error.status === 409) known.push(id);
    else outcomes.set(id, error);
  });
  index.wrote(catalog, Math.max(0, ...results.slice(0, fresh.length).map(({ seqNo }) => seqNo + 1)));
  for (const [id, found] of await find<{ repeat?: true }>(connection, alias, known, "repeat")) {
    outcomes.set(id, { sequence: found.seqNo + 1, duplicate: true, repeat: found.source.repeat === true });
  }
  return documents.map((one): Outcome => {
    // A duplicate whose first one was removed while we looked.
    const outcome = outcomes.get(one.id) ?? ofAnswer(503, "the log changed meanwhile; send it again");
    return outcome instanceof ServerError || one === firsts.get(one.id) ? outcome : { ...outcome, duplicate: true };
  });
}

interface Claims {
  /** Ids of documents whose deed is in the log already. */
  readonly repeats: ReadonlySet<string>;
  /** Traits that name an event that never came: their process ended in between. */
  readonly takeOvers: readonly BulkWrite[];
}

/** Each deed has a document of its own that names its first event: who makes it is the first. */
async function claimTraits(connection: Connection, alias: string, documents: readonly LogDocument[]): Promise<Claims> {
  const claims = new Map<string, LogDocument>();
  const repeats = new Set<string>();
  for (const document of documents) {
    if (document.trait === null) continue;
    if (claims.has(document.trait)) repeats.add(document.id);
    else claims.set(document.trait, document);
  }
  if (claims.size === 0) return { repeats, takeOvers: [] };
  const writes = [...claims].map(([id, one]): BulkWrite => ({ id, body: traitJson(one), action: "create" }));
  const results = await bulkNumbered(connection, alias, writes, BULK);
  const taken: string[] = [];
  writes.forEach(({ id }, i) => {
    const { error } = results[i]!;
    if (error?.status === 409) taken.push(id);
    else if (error !== null) throw error;
  });
  const owners = await find<{ event: string }>(connection, alias, taken, "event");
  // Our own: sent before, and perhaps never acknowledged.
  const others = [...owners].filter(([trait, { source }]) => source.event !== claims.get(trait)!.id);
  const events = await find<{ trait?: string }>(connection, alias, others.map(([, { source }]) => source.event), "trait"); // prettier-ignore
  const takeOvers: BulkWrite[] = [];
  for (const [trait, { source }] of others) {
    const claim = claims.get(trait)!;
    if (events.get(source.event)?.source.trait === trait) repeats.add(claim.id);
    else takeOvers.push({ id: trait, body: traitJson(claim) });
  }
  return { repeats, takeOvers };
}

interface Found<T> {
  readonly seqNo: number;
  readonly source: T;
}

/** By id, as it is this moment, whether searches see it or not; those that are not there are left out. */
async function find<T>(
  connection: Connection,
  alias: string,
  ids: readonly string[],
  field: string,
): Promise<ReadonlyMap<string, Found<T>>> {
  if (ids.length === 0) return new Map();
  interface Answer {
    readonly docs: readonly { _id: string; found?: boolean; _seq_no: number; _source: T }[];
  }
  const body = { ids: [...new Set(ids)] };
  const query = { _source: field };
  const call = { method: "POST", path: `/${alias}/_mget`, body, query, repeatable: true } as const;
  const answer = await connection.call<Answer>(call, LIMIT);
  return new Map(
    answer.body.docs.flatMap(({ _id, found, _seq_no: seqNo, _source: source }) =>
      found === true ? [[_id, { seqNo, source }] as const] : [],
    ),
  );
}
