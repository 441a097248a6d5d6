import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openDatabase, type DatabaseOptions } from "./database.ts";
import { errorToMessage, toWinnowError, type ErrorMessage } from "./errors.ts";
import type { Owner } from "./import-table.ts";
import { storeMethods, type StoreMethods } from "./methods.ts";

/**
 * The thread that holds a connection: the event loop of the program never waits for a query, a lock or a disk.
 * One thread writes and another reads, so that searches' look-ups never queue behind an import.
 */
export interface WorkerOptions extends DatabaseOptions {
  readonly role: "writer" | "reader";
  readonly owner: Owner;
}

export interface Call {
  readonly id: number;
  readonly method: keyof StoreMethods | "close";
  readonly args: readonly unknown[];
}

export type Reply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: ErrorMessage };

/** Calls that wait while a transaction is synced share the next one: one sync for all of them. */
const MAX_CALLS_A_TRANSACTION = 256;

const options = workerData as WorkerOptions;
const port = parentPort!;

try {
  serve();
  port.postMessage({ id: 0, value: null } satisfies Reply);
} catch (error) {
  port.postMessage(failure(0, error));
  port.close();
}

function serve(): void {
  const db = openDatabase(options);
  const methods = storeMethods(db, options.owner);
  if (options.role === "reader") db.pragma("query_only = ON");
  else setImmediate(clearAbandoned);

  const run = ({ method, args }: Call): unknown =>
    // The caller's side is typed by the same table of methods (client.ts).
    (methods[method as keyof StoreMethods] as (...args: readonly unknown[]) => unknown)(...args);
  const savepoint = db.transaction(run);
  const attempt = (call: Call): Reply => {
    try {
      return { id: call.id, value: savepoint(call) };
    } catch (error) {
      if (!db.inTransaction) throw error; // a full disk has undone the calls before it as well
      return failure(call.id, error);
    }
  };
  const together = db.transaction((calls: readonly Call[]) => calls.map(attempt));
  const write = (calls: readonly Call[]): Reply[] => {
    try {
      return together.immediate(calls);
    } catch (error) {
      return calls.map((call) => failure(call.id, error));
    }
  };
  const read = (call: Call): Reply => {
    try {
      return { id: call.id, value: run(call) };
    } catch (error) {
      return failure(call.id, error);
    }
  };

  port.on("message", (first: Call) => {
    const calls = [first];
    while (calls.length < MAX_CALLS_A_TRANSACTION) {
      const next = receiveMessageOnPort(port) as { message: Call } | undefined;
      if (next === undefined) break;
      calls.push(next.message);
    }
    const closing = calls.find((call) => call.method === "close");
    const work = calls.filter((call) => call !== closing);
    const replies = options.role === "reader" ? work.map(read) : work.length > 0 ? write(work) : [];
    for (const reply of replies) port.postMessage(reply);
    if (closing === undefined) return;
    db.close();
    port.postMessage({ id: closing.id, value: null } satisfies Reply);
    port.close();
  });

  function clearAbandoned(): void {
    for (const session of methods.abandonedImports()) {
      db.transaction(() => methods.discardImport(session)).immediate();
    }
  }
}

function failure(id: number, error: unknown): Reply {
  return { id, error: errorToMessage(toWinnowError(error, options.file)) };
}
