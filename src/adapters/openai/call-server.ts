import { WinnowError } from "../../domain/errors.ts";
import { traceHeaders } from "../../observe/trace.ts";

export interface ServerOptions {
  /** Where `/chat/completions` is: `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  /** Null for a server that asks for none. */
  readonly key: string | null;
  readonly timeoutMs: number;
  /** Of an answer; a longer one is cut off and of no use. */
  readonly maxBytes: number;
}

/** What came of one call. */
export type Reply =
  | { readonly kind: "answer"; readonly text: string }
  /** The server does not take the request as it is. */
  | { readonly kind: "refused"; readonly status: number; readonly says: string }
  /** Cut off: it was longer than is read. */
  | { readonly kind: "endless"; readonly says: string }
  /** It may work later. @property worked whether the server may have done the work, and wants to be paid */
  | { readonly kind: "busy"; readonly says: string; readonly retryAfterMs: number | null; readonly worked: boolean };

/**
 * One POST to the one server that is configured. Redirects are not followed: a key goes nowhere else.
 *
 * @throws WinnowError `invalid_config` for an address or a key that will never do; the reason of `signal`
 */
export async function callServer(server: ServerOptions, body: object, signal: AbortSignal): Promise<Reply> {
  const timeout = AbortSignal.timeout(server.timeoutMs);
  const both = AbortSignal.any([signal, timeout]);
  try {
    const response = await fetch(`${server.url}/chat/completions`, {
      method: "POST",
      redirect: "manual",
      signal: both,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...traceHeaders(),
        ...(server.key !== null && { authorization: `Bearer ${server.key}` }),
      },
      body: JSON.stringify(body),
    });
    const text = await readBounded(response, server.maxBytes);
    return toReply(response, text, server);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof WinnowError) throw error;
    if (timeout.aborted) {
      const says = `it did not answer within ${server.timeoutMs / 1000} s`;
      return { kind: "busy", says, retryAfterMs: null, worked: true };
    }
    const { message: says, code } = reasonOf(error);
    // Nobody has listened: nothing was done. A connection that broke later may have been worked on.
    const worked = !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/u.test(code);
    return { kind: "busy", says, retryAfterMs: null, worked };
  }
}

function toReply(response: Response, text: string | null, server: ServerOptions): Reply {
  const { status } = response;
  if (status >= 300 && status < 400) {
    throw new WinnowError("invalid_config", "The language model's server sends elsewhere, which is not followed.", {
      where: "WINNOW_LLM_URL",
      hint: "Give the address that it sends to, if it is to be trusted with products and key.",
    });
  }
  if (status === 401 || status === 403) {
    throw new WinnowError("invalid_config", `The language model's server refuses the key (${status}).`, {
      where: "WINNOW_LLM_KEY",
      hint: "Look at the key, and at what it may do.",
    });
  }
  if (status === 404) {
    throw new WinnowError("invalid_config", `The language model's server knows no such address or model (404).`, {
      where: "WINNOW_LLM_URL",
      hint: "The address ends where /chat/completions begins, such as http://127.0.0.1:11434/v1; WINNOW_LLM_MODEL names a model that it has.",
    });
  }
  if (status === 429 || status === 408 || status >= 500) {
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    return { kind: "busy", says: `it answered ${status}`, retryAfterMs, worked: false };
  }
  if (!response.ok) return { kind: "refused", status, says: shorten(text ?? "", server.key) };
  if (text === null) {
    return { kind: "endless", says: `its answer is longer than ${server.maxBytes} bytes` };
  }
  return { kind: "answer", text };
}

/** Null when it is longer; the rest is never read. */
async function readBounded(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Seconds or a date, as RFC 9110 has it. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

/** What a server says goes to logs: little of it, on one line, and never the key. */
function shorten(text: string, key: string | null): string {
  const line = (key === null || key === "" ? text : text.replaceAll(key, "***")).replaceAll(/\s+/gu, " ").trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/** fetch wraps what has happened. */
function reasonOf(error: unknown): { readonly message: string; readonly code: string } {
  const cause = (error as { cause?: { message?: unknown; code?: unknown } }).cause;
  const message = typeof cause?.message === "string" && cause.message !== "" ? cause.message : (error as Error).message;
  return { message, code: typeof cause?.code === "string" ? cause.code : "" };
}
