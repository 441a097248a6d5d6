import type { IncomingMessage, ServerResponse } from "node:http";
import { writeTraceparent } from "../observe/trace.ts";
import type { Report } from "../observe/report.ts";
import { type Admission, overloaded } from "./admission.ts";
import { corsHeaders } from "./cors.ts";
import { toProblem } from "./errors.ts";
import type { Route } from "./route.ts";
import { inTrace } from "./trace.ts";

export interface ShedDeps {
  readonly routes: readonly Route[];
  readonly searches: Pick<Admission, "refuses">;
  readonly report: Pick<Report, "requestServed">;
  readonly corsOrigins: readonly string[];
}

/**
 * Refuses a search for which there is no room before anything but its path is read: what a refusal costs is taken from those
 * who are answered.
 *
 * @returns whether it did
 */
export const createShed = ({ routes, searches, report, corsOrigins }: ShedDeps) => {
  const paths = new Set(routes.flatMap(({ of, path }) => (of === "search" && !path.includes("{") ? [path] : [])));
  // Made once: an error's stack costs more than the rest of the refusal.
  const { problem, headers } = toProblem(overloaded(), "");

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const { url = "", method = "GET" } = req;
    const query = url.indexOf("?");
    const path = query === -1 ? url : url.slice(0, query);
    if (!paths.has(path) || (method !== "GET" && method !== "POST") || !searches.refuses()) return false;
    const startedAtMs = performance.now();
    inTrace(req, true, ({ ids }) => {
      const body = JSON.stringify({ ...problem, request_id: ids.spanId });
      res.writeHead(problem.status, {
        ...headers,
        ...corsHeaders(req, corsOrigins),
        "content-type": "application/problem+json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": ids.spanId,
        traceparent: writeTraceparent(ids),
      });
      res.end(body);
      report.requestServed({
        ...{ id: ids.spanId, trace: ids.traceId, method, route: path, status: problem.status, code: problem.code },
        ...{ ms: performance.now() - startedAtMs, aside: false },
      });
    });
    return true;
  };
};
