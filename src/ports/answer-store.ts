import type { JsonValue } from "../domain/json.ts";
import type { TokenUsage } from "./language-model.ts";

/** An answer that was paid for. */
export interface KeptAnswer {
  /** SHA-256 of all that the model was asked with, hexadecimal. */
  readonly key: string;
  readonly model: string;
  readonly promptVersion: string;
  readonly value: JsonValue;
  readonly usage: TokenUsage;
  readonly atMs: number;
}

/** What was spent on one day (UTC) by one purpose with one model. */
export interface Spend extends TokenUsage {
  /** `2026-01-31`. */
  readonly day: string;
  readonly purpose: string;
  readonly model: string;
  /** Requests that were paid for, those with broken answers included. */
  readonly calls: number;
}

/**
 * Answers of language models, kept so that none is paid for twice, and what they cost.
 *
 * @throws WinnowError `storage_full`, `storage_failed`, `engine_unavailable`
 */
export interface AnswerStore {
  find(key: string): Promise<KeptAnswer | null>;
  /** Durable when resolved; the same key again replaces it. */
  keep(answer: KeptAnswer): Promise<void>;
  /** Adds to the day's sums; durable when resolved, and none is lost when several processes add at once. */
  charge(spend: Spend): Promise<void>;
  /** From this day on, oldest first. */
  spent(sinceDay: string): Promise<readonly Spend[]>;
}
