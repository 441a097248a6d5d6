import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Attributes, rootSpan, type TraceIds } from "../observe/trace.ts";

/** A request's place in a trace: the caller's trace or a new one, and this request's own span, also its request id. */
export interface RequestTrace {
  readonly ids: TraceIds;
  /** Once it is answered: what the trace says of it, where it is exported. */
  answered(route: string | null, status: number, code: string | undefined): void;
}

/**
 * Runs a request as a server's span of the trace that it belongs to.
 *
 * @param aside a probe or a file: it gets its number, and no span
 */
export const inTrace = <T>(
  { headers, method = "GET" }: IncomingMessage,
  aside: boolean,
  work: (trace: RequestTrace) => T,
): T => {
  const untraced = () => work({ ids: readTraceparent(headers["traceparent"]), answered: () => undefined });
  if (aside) return untraced();
  return rootSpan("server", method, headers, (span) => {
    if (span === null) return untraced();
    return work({
      ids: span.ids,
      answered(route, status, code) {
        if (!span.ids.sampled) return;
        const attributes: Attributes = {
          "http.request.method": knownMethod(method),
          "http.response.status_code": status,
          "url.scheme": "http",
          ...(route !== null && { "http.route": route }),
        };
        span.rename(route === null ? knownMethod(method) : `${method} ${route}`);
        span.set(attributes);
        if (status >= 500) span.fail(code ?? String(status));
        else if (code !== undefined) span.set({ "error.type": code });
      },
    });
  });
};

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"]);

/** As the semantic conventions have it: one of a closed set. */
export const knownMethod = (method: string): string => (methods.has(method) ? method : "_OTHER");

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** https://www.w3.org/TR/trace-context/: an invalid header is as none at all. */
const readTraceparent = (traceparent: string | string[] | undefined): TraceIds => {
  if (typeof traceparent === "string") {
    const [, version, traceId, parentId, flags, more] = pattern.exec(traceparent) ?? [];
    const valid =
      version !== undefined &&
      version !== "ff" &&
      (version !== "00" || more === undefined) &&
      !/^0+$/.test(traceId!) &&
      !/^0+$/.test(parentId!);
    if (valid) return { traceId: traceId!, spanId: randomHex(8), sampled: (parseInt(flags!, 16) & 1) === 1 };
  }
  return { traceId: randomHex(16), spanId: randomHex(8), sampled: false };
};

// Random bytes cost a call into OpenSSL and writing them as hexadecimals one into Node: done by the page.
const pageBytes = 4096;
let page = "";
let used = 0;

const randomHex = (bytes: number): string => {
  if (used + bytes * 2 > page.length) {
    page = randomBytes(pageBytes).toString("hex");
    used = 0;
  }
  used += bytes * 2;
  return page.slice(used - bytes * 2, used);
};
