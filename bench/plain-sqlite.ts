import Database from "better-sqlite3";

/**
 * Inserts into a table `(id, source)` with the pragmas of the program's own stores. Opening and closing is not timed.
 *
 * @param toRow id and source, made within the time
 * @param batch rows a transaction
 * @returns rows a second
 */
export function plainInserts<T>(
  file: string,
  items: readonly T[],
  batch: number,
  toRow: (item: T) => [id: string, source: string],
): number {
  const db = new Database(file);
  for (const pragma of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -65536",
    "wal_autocheckpoint = 8000",
  ]) {
    db.pragma(pragma);
  }
  db.exec("CREATE TABLE items (id TEXT PRIMARY KEY, source TEXT NOT NULL)");
  const insert = db.prepare<[string, string]>("INSERT INTO items (id, source) VALUES (?, ?)");
  const insertBatch = db.transaction((from: number) => {
    for (const item of items.slice(from, from + batch)) insert.run(...toRow(item));
  });
  const startMs = performance.now();
  for (let from = 0; from < items.length; from += batch) insertBatch(from);
  const tookMs = performance.now() - startMs;
  db.close();
  return (items.length / tookMs) * 1000;
}

/** So many a second. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (count / (performance.now() - startMs)) * 1000;
}
