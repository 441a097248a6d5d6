import { workerData } from "node:worker_threads";
import { openDatabase, type DatabaseOptions } from "./database.ts";
import type { Owner } from "./import-table.ts";
import { storeMethods } from "./methods.ts";
import { serveCalls } from "./serve-calls.ts";

/**
 * The thread that holds a connection: the event loop of the program never waits for a query, a lock or a disk.
 * One thread writes and another reads, so that searches' look-ups never queue behind an import.
 */
export interface WorkerOptions extends DatabaseOptions {
  readonly role: "writer" | "reader";
  readonly owner: Owner;
}

const options = workerData as WorkerOptions;

serveCalls(options, () => {
  const db = openDatabase(options);
  const methods = storeMethods(db, options.owner);
  const clearAbandoned = (): void => {
    for (const session of methods.abandonedImports()) {
      db.transaction(() => methods.discardImport(session)).immediate();
    }
  };
  if (options.role === "reader") db.pragma("query_only = ON");
  else setImmediate(clearAbandoned);
  return { db, methods };
});
