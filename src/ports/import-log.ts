import type { ImportCounts } from "./product-store.ts";

export type ImportState = "running" | "done" | "failed";

export interface ImportRecord {
  readonly id: string;
  readonly catalog: string;
  /** The caller's `Idempotency-Key`; a second import with it answers with the first one's record. */
  readonly idempotencyKey: string | null;
  readonly state: ImportState;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
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
