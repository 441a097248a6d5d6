import { type ErrorCode, WinnowError } from "../domain/errors.ts";
import type { Problem } from "../wire/problem.ts";

/** The only place where a status is chosen for an error. */
const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  unsupported_media_type: 415,
  payload_too_large: 413,
  not_found: 404,
  method_not_allowed: 405,
  catalog_not_found: 404,
  product_not_found: 404,
  invalid_mapping: 400,
  mapping_conflict: 409,
  invalid_product: 400,
  invalid_file: 400,
  invalid_cursor: 400,
  unauthorized: 401,
  forbidden: 403,
  conflict: 409,
  rate_limited: 429,
  overloaded: 503,
  not_ready: 503,
  deadline_exceeded: 503,
  storage_full: 507,
  storage_failed: 500,
  engine_unavailable: 503,
  training_failed: 500,
  invalid_model: 422,
  language_model_unavailable: 503,
  language_model_failed: 502,
  budget_spent: 409,
  invalid_config: 500,
  internal: 500,
};

const titles: Readonly<Record<ErrorCode, string>> = {
  invalid_request: "The request cannot be understood",
  unsupported_media_type: "The body's content type is not known here",
  payload_too_large: "The body is too large",
  not_found: "There is nothing here",
  method_not_allowed: "The method is not known here",
  catalog_not_found: "There is no such catalogue",
  product_not_found: "There is no such product",
  invalid_mapping: "The mapping cannot be used",
  mapping_conflict: "The mapping does not fit the catalogue",
  invalid_product: "The product cannot be used",
  invalid_file: "The file cannot be read",
  invalid_cursor: "The cursor cannot be used",
  unauthorized: "A key is needed",
  forbidden: "The key does not allow this",
  conflict: "Someone else was faster",
  rate_limited: "Too many requests",
  overloaded: "Too busy",
  not_ready: "Not ready yet",
  deadline_exceeded: "Not answered in time",
  storage_full: "The disk is full",
  storage_failed: "Storage failed",
  engine_unavailable: "A server behind this one is not available",
  training_failed: "A model could not be trained",
  invalid_model: "The model cannot be used",
  language_model_unavailable: "The language model is not available",
  language_model_failed: "The language model gave no usable answer",
  budget_spent: "The budget is spent",
  invalid_config: "The configuration is wrong",
  internal: "Something went wrong here",
};

export interface FailedAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** What went wrong, as its caller may see it; what is ours to know stays in the log. */
export const toProblem = (error: unknown, requestId: string): FailedAnswer => {
  const known = error instanceof WinnowError ? error : unexpected();
  const status = statuses[known.code];
  const retryAfterS = known.retryAfterS ?? (status === 503 || status === 429 ? 1 : undefined);
  return {
    problem: {
      type: `urn:winnow:error:${known.code}`,
      title: titles[known.code],
      status,
      code: known.code,
      detail: known.message,
      ...(known.where === undefined ? {} : { where: known.where }),
      ...(known.hint === undefined ? {} : { hint: known.hint }),
      request_id: requestId,
    },
    headers: {
      ...(retryAfterS === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(retryAfterS))) }),
      ...(status === 401 ? { "www-authenticate": 'Bearer realm="winnow"' } : {}),
    },
  };
};

const unexpected = () =>
  new WinnowError("internal", "An unexpected error; the server's log has it under this request id.");
