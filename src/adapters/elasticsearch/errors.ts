import { errors } from "@elastic/elasticsearch";
import { type ErrorCode, type ErrorDetails, WinnowError } from "../../domain/errors.ts";

/** What went wrong at the server, in our words. Stays within this folder as a type; outside it is a WinnowError. */
export class ServerError extends WinnowError {
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Elasticsearch's own name for it: `index_not_found_exception`. */
  readonly type: string;

  constructor(code: ErrorCode, message: string, details: ErrorDetails & { readonly status: number; type: string }) {
    super(code, message, details);
    this.status = details.status;
    this.type = details.type;
  }
}

/**
 * @param caller aborted when whoever asked gave up or ran out of time
 * @param withinMs what the call was given
 */
export function toServerError(error: unknown, caller: AbortSignal | undefined, withinMs: number): ServerError {
  const make = (code: ErrorCode, message: string, more: Partial<ServerError> & ErrorDetails = {}) =>
    new ServerError(code, message, { status: 0, type: "", cause: error, ...more });
  if (error instanceof ServerError) return error;
  if (caller?.aborted === true) return make("deadline_exceeded", "Elasticsearch did not answer in time.");
  if (error instanceof errors.TimeoutError || error instanceof errors.RequestAbortedError)
    return make("deadline_exceeded", `Elasticsearch did not answer within ${Math.round(withinMs)} ms.`, {
      retryAfterS: 1,
      where: "ELASTICSEARCH_URL",
      hint: "Is that server overloaded, stopped, or behind a network that swallows packets? Its own log says more.",
    });
  if (error instanceof errors.ProductNotSupportedError)
    return make("invalid_config", "The server is not Elasticsearch; it may be OpenSearch or another fork.", {
      where: "ELASTICSEARCH_URL",
      hint: "Winnow works with Elasticsearch 8.19 and 9.4 only: it reads each field's own score from named queries.",
    });
  if (error instanceof errors.ResponseError) return ofAnswer(error.statusCode ?? 0, error.body as unknown, error);
  const message = error instanceof Error ? error.message : String(error);
  return make("engine_unavailable", `Elasticsearch cannot be reached: ${message}`, {
    retryAfterS: 1,
    hint: "Is it running, and is ELASTICSEARCH_URL right?",
  });
}

/** Also for a single item of a bulk answer. */
export function ofAnswer(status: number, body: unknown, cause?: unknown): ServerError {
  const { type, reason } = reasonOf(body);
  const make = (code: ErrorCode, message: string, more: ErrorDetails = {}) =>
    new ServerError(code, message, { status, type, cause, ...more });
  if (isFullDisk(type, reason))
    return make("storage_full", "Elasticsearch takes no writes: a disk is above its flood-stage watermark.", {
      retryAfterS: 30,
      hint: "Free space or add a node; writes go on by themselves then.",
    });
  if (status === 401 || type === "security_exception")
    return make("engine_unavailable", `Elasticsearch refuses our credentials: ${reason}`, {
      retryAfterS: 10,
      hint: "Check ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, and the role.",
    });
  if (status === 429) return make("engine_unavailable", `Elasticsearch is overloaded: ${reason}`, { retryAfterS: 1 });
  if (status >= 500) return make("engine_unavailable", `Elasticsearch failed: ${reason}`, { retryAfterS: 1 });
  return make("storage_failed", `Elasticsearch refused the request: ${type}: ${reason}`);
}

/** Elasticsearch's block of index writes that we set ourselves at the end of an import. */
export function isOurBlock({ type, message }: ServerError): boolean {
  return type === "cluster_block_exception" && message.includes("FORBIDDEN/8/");
}

/** An index that is gone: an import has just put another one in its place. */
export function isGone({ type }: ServerError): boolean {
  return type === "index_not_found_exception";
}

function isFullDisk(type: string, reason: string): boolean {
  return type === "cluster_block_exception" && (reason.includes("/12/") || reason.includes("flood-stage"));
}

function reasonOf(body: unknown): { type: string; reason: string } {
  const error = (body as { error?: unknown } | undefined)?.error ?? body;
  if (typeof error === "string") return { type: "", reason: error };
  const {
    type = "",
    reason = "",
    root_cause: root,
  } = (error ?? {}) as {
    type?: string;
    reason?: string;
    root_cause?: readonly { type?: string; reason?: string }[];
  };
  const first = root?.[0];
  return first?.reason !== undefined && type.startsWith("search_phase")
    ? { type: first.type ?? type, reason: first.reason }
    : { type, reason };
}
