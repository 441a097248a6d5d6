import type { Decision, ModelRecord, ModelStatus, ServingPointer } from "../domain/model.ts";

/**
 * Models, the decisions about them, and the pointer to those that serve.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface ModelStore extends AsyncDisposable {
  /** Durable when resolved. */
  save(record: ModelRecord, text: string): Promise<void>;
  setStatus(catalog: string, version: string, status: ModelStatus): Promise<void>;
  /** Newest first. */
  list(catalog: string): Promise<readonly ModelRecord[]>;
  find(catalog: string, version: string): Promise<ModelRecord | null>;
  /** LightGBM's text; null when it is not there. */
  text(catalog: string, version: string): Promise<string | null>;
  remove(catalog: string, version: string): Promise<void>;
  pointer(catalog: string): Promise<ServingPointer>;
  /** @returns false, and nothing is done, when the stored revision is not `next.revision - 1` */
  point(catalog: string, next: ServingPointer): Promise<boolean>;
  decide(decision: Decision): Promise<void>;
  /** Newest first. */
  decisions(catalog: string, limit: number): Promise<readonly Decision[]>;
  /** One training at a time, whoever asks: a lease that must be renewed by taking it again. @returns whether `owner` has it */
  lease(name: string, owner: string, forMs: number, nowMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
}
