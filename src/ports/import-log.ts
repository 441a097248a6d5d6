import type { ImportCounts } from "./product-store.ts";

export type ImportState = "running" | "done" | "failed";

/** A process; the token is drawn once a process, since a restarted container has the same pid again. */
export interface ImportOwner {
  readonly host: string;
  readonly pid: number;
  readonly token: string;
}

export interface ImportRecord {
  readonly id: string;
  readonly catalog: string;
  /** The caller's `Idempotency-Key`; a second import with it answers with the first one's record. */
  readonly idempotencyKey: string | null;
  readonly state: ImportState;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  /** While it runs, when it was last heard of; absent in records of before there was such a sign. */
  readonly aliveAtMs?: number;
  /** Whose it is, where that is known: a dead process is found out at once on its own machine. */
  readonly owner?: ImportOwner;
  readonly read: number;
  readonly rejected: number;
  readonly counts: ImportCounts | null;
  readonly error: string | null;
}

export interface ImportLog {
  /** Inserts it, or replaces the record with its id. */
  save(record: ImportRecord): Promise<void>;
  find(id: string): Promise<ImportRecord | null>;
  findByIdempotencyKey(catalog: string, key: string): Promise<ImportRecord | null>;
  /** Newest first. */
  list(catalog: string, limit: number): Promise<readonly ImportRecord[]>;
}
