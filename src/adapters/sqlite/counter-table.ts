import type Database from "better-sqlite3";

/** An entity's fields as JSON: `{"field": count}`. */
export interface CounterRow {
  readonly key: string;
  readonly fields: string;
}

export interface CountersChanged {
  readonly sequence: number;
  readonly rows: readonly CounterRow[];
}

export interface CounterTable {
  /** What has changed after a sequence; everything when the fold has begun anew since. */
  countersSince(fold: string, sequence: number): CountersChanged;
  /** Within a transaction. @returns false when the sequence is no longer `from` */
  applyCounters(fold: string, rows: readonly CounterRow[], from: number, to: number): boolean;
  resetCounters(fold: string): void;
  /** Entities that count nothing any more, such as a query that nobody is left to have asked: once all have heard of it. */
  dropEmptyCounters(): void;
}

export function counterTable(db: Database.Database): CounterTable {
  const find = db.prepare<[string], { id: number; sequence: number }>("SELECT id, sequence FROM folds WHERE name = ?");
  const make = db.prepare<[string]>("INSERT INTO folds (name) VALUES (?)");
  const since = db.prepare<[number, number], CounterRow>(
    "SELECT key, fields FROM counters WHERE fold = ? AND sequence > ?",
  );
  const move = db.prepare<[number, number]>("UPDATE folds SET sequence = ? WHERE id = ?");
  const put = db.prepare<[number, string, number, string]>(
    `INSERT INTO counters (fold, key, sequence, fields) VALUES (?, ?, ?, ?)
     ON CONFLICT (fold, key) DO UPDATE SET sequence = excluded.sequence, fields = excluded.fields`,
  );
  const forget = db.prepare<[number]>("DELETE FROM counters WHERE fold = ?");
  const dropEmpty = db.prepare("DELETE FROM counters WHERE fields = '{}'");
  return {
    dropEmptyCounters: () => void dropEmpty.run(),
    countersSince: (fold, after) => {
      const { id, sequence } = find.get(fold) ?? { id: 0, sequence: 0 };
      return { sequence, rows: sequence === after ? [] : since.all(id, sequence < after ? -1 : after) };
    },
    applyCounters: (fold, rows, from, to) => {
      const known = find.get(fold);
      if ((known?.sequence ?? 0) !== from) return false;
      const id = known?.id ?? Number(make.run(fold).lastInsertRowid);
      for (const { key, fields } of rows) put.run(id, key, to, fields);
      move.run(to, id);
      return true;
    },
    resetCounters: (fold) => {
      const known = find.get(fold);
      if (known === undefined) return;
      forget.run(known.id);
      move.run(0, known.id);
    },
  };
}
