import type Database from "better-sqlite3";
import { WinnowError } from "../../domain/errors.ts";
import { isModelRecord } from "../../domain/is-model-record.ts";
import type { Decision, ModelRecord, ModelStatus, ServingPointer } from "../../domain/model.ts";

/** Models, decisions, the pointer to what serves, and leases. */
export interface ModelTable {
  saveModel(record: ModelRecord, text: string): void;
  setModelStatus(catalog: string, version: string, status: ModelStatus): void;
  models(catalog: string): ModelRecord[];
  findModel(catalog: string, version: string): ModelRecord | null;
  modelText(catalog: string, version: string): string | null;
  removeModel(catalog: string, version: string): void;
  pointer(catalog: string): ServingPointer;
  point(catalog: string, next: ServingPointer): boolean;
  decide(decision: Decision): void;
  decisions(catalog: string, limit: number): Decision[];
  lease(name: string, owner: string, forMs: number, nowMs: number): boolean;
  releaseLease(name: string, owner: string): void;
}

export function modelTable(db: Database.Database): ModelTable {
  interface Row {
    record: string;
    status: ModelStatus;
  }
  const save = db.prepare<[string, string, number, string, string, string]>(
    `INSERT INTO models (catalog, version, created_at_ms, status, record, text) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (catalog, version) DO UPDATE SET created_at_ms = excluded.created_at_ms, status = excluded.status,
       record = excluded.record, text = excluded.text`,
  );
  const setStatus = db.prepare<[string, string, string]>(
    "UPDATE models SET status = ? WHERE catalog = ? AND version = ?",
  );
  const list = db.prepare<[string], Row>(
    "SELECT record, status FROM models WHERE catalog = ? ORDER BY created_at_ms DESC, version",
  );
  const find = db.prepare<[string, string], Row>("SELECT record, status FROM models WHERE catalog = ? AND version = ?");
  const text = db.prepare<[string, string], { text: string }>(
    "SELECT text FROM models WHERE catalog = ? AND version = ?",
  );
  const remove = db.prepare<[string, string]>("DELETE FROM models WHERE catalog = ? AND version = ?");
  const pointer = db.prepare<[string], { pointer: string }>("SELECT pointer FROM serving WHERE catalog = ?");
  // One statement each: a pointer is either the one before or the one after, also for whoever is killed in between.
  const first = db.prepare<[string, number, string]>(
    "INSERT INTO serving (catalog, revision, pointer) VALUES (?, ?, ?) ON CONFLICT (catalog) DO NOTHING",
  );
  const swap = db.prepare<[number, string, string, number]>(
    "UPDATE serving SET revision = ?, pointer = ? WHERE catalog = ? AND revision = ?",
  );
  const decide = db.prepare<[string, string, number, string]>(
    `INSERT INTO decisions (id, catalog, at_ms, record) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const decisions = db.prepare<[string, number], { record: string }>(
    "SELECT record FROM decisions WHERE catalog = ? ORDER BY at_ms DESC, rowid DESC LIMIT ?",
  );
  const lease = db.prepare<[string, string, number, number]>(
    `INSERT INTO leases (name, owner, until_ms) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until_ms = excluded.until_ms
     WHERE leases.owner = excluded.owner OR leases.until_ms <= ?`,
  );
  const release = db.prepare<[string, string]>("DELETE FROM leases WHERE name = ? AND owner = ?");

  // Written by this very program in these shapes, unless a disk has changed them.
  const toRecord = (row: Row): ModelRecord => {
    const record: unknown = JSON.parse(row.record);
    if (!isModelRecord(record)) throw new TypeError("no record of a model");
    return { ...record, status: row.status };
  };
  const readable = (row: Row): ModelRecord[] => {
    try {
      return [toRecord(row)];
    } catch {
      return []; // one that cannot be read must not hide the others, nor keep them from being rolled back to
    }
  };
  return {
    saveModel: (record, body) =>
      void save.run(record.catalog, record.version, record.createdAtMs, record.status, JSON.stringify(record), body),
    setModelStatus: (catalog, version, status) => void setStatus.run(status, catalog, version),
    models: (catalog) => list.all(catalog).flatMap(readable),
    findModel: (catalog, version) => {
      const row = find.get(catalog, version);
      if (row === undefined) return null;
      const [record] = readable(row);
      if (record !== undefined) return record;
      throw new WinnowError("invalid_model", `The record of the model ${version} is damaged.`, {
        where: version,
        hint: "Roll back or train again; it is never served.",
      });
    },
    modelText: (catalog, version) => text.get(catalog, version)?.text ?? null,
    removeModel: (catalog, version) => void remove.run(catalog, version),
    pointer: (catalog) => {
      const row = pointer.get(catalog);
      return row === undefined
        ? { revision: 0, champion: null, canary: null }
        : (JSON.parse(row.pointer) as ServingPointer);
    },
    point: (catalog, next) => {
      const json = JSON.stringify(next);
      if (next.revision === 1) return first.run(catalog, 1, json).changes > 0;
      return swap.run(next.revision, json, catalog, next.revision - 1).changes > 0;
    },
    decide: (decision) => void decide.run(decision.id, decision.catalog, decision.atMs, JSON.stringify(decision)),
    decisions: (catalog, limit) => decisions.all(catalog, limit).map(({ record }) => JSON.parse(record) as Decision),
    lease: (name, owner, forMs, nowMs) => lease.run(name, owner, nowMs + forMs, nowMs).changes > 0,
    releaseLease: (name, owner) => void release.run(name, owner),
  };
}
