/** Stable codes of what can go wrong; statuses are chosen by http/errors.ts alone. */
export type ErrorCode =
  | "invalid_request"
  | "unsupported_media_type"
  | "payload_too_large"
  | "not_found"
  | "method_not_allowed"
  | "catalog_not_found"
  | "product_not_found"
  | "invalid_mapping"
  | "mapping_conflict"
  | "invalid_product"
  | "invalid_file"
  | "invalid_cursor"
  | "unauthorized"
  | "forbidden"
  | "conflict"
  | "rate_limited"
  | "overloaded"
  | "not_ready"
  | "deadline_exceeded"
  | "storage_full"
  | "storage_failed"
  | "engine_unavailable"
  | "training_failed"
  | "invalid_model"
  | "language_model_unavailable"
  | "language_model_failed"
  | "budget_spent"
  | "invalid_config"
  | "internal";

export interface ErrorDetails {
  /** Where: a JSON pointer, a parameter's name, a file and line. */
  readonly where?: string;
  /** What to do next. */
  readonly hint?: string;
  /** When it may work again, in seconds. */
  readonly retryAfterS?: number;
  readonly cause?: unknown;
}

/** An error that its reader can act on: what, where and what to do. */
export class WinnowError extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly hint: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "WinnowError";
    this.code = code;
    this.where = details.where;
    this.hint = details.hint;
    this.retryAfterS = details.retryAfterS;
  }
}
