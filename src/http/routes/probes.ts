import { WinnowError } from "../../domain/errors.ts";
import { json, jsonText } from "../answer.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export interface ProbeDeps {
  readonly health: Shop["health"];
  /** True from the signal to stop on. */
  readonly stopping: () => boolean;
  readonly metrics: () => Promise<string>;
  /** The OpenAPI document as JSON. */
  readonly openapi: () => string;
}

/** What operators and tools ask. */
export const probeRoutes = ({ health, stopping, metrics, openapi }: ProbeDeps): readonly Route[] => [
  {
    method: "GET",
    path: "/livez",
    of: "open",
    doc: {
      summary: "Whether the process runs",
      answer: { status: 200, type: "application/json", description: "It does." },
    },
    handle: () => json({ status: "ok" }),
  },
  {
    method: "GET",
    path: "/readyz",
    of: "open",
    doc: {
      summary: "Whether it takes requests",
      answer: { status: 200, type: "application/json", description: "It does." },
      problems: [503],
    },
    handle() {
      if (stopping()) throw new WinnowError("not_ready", "The server is stopping.", { retryAfterS: 5 });
      const { ready, detail } = health();
      if (!ready) throw new WinnowError("not_ready", detail ?? "The catalogues are being loaded.", { retryAfterS: 2 });
      return json({ status: "ok" });
    },
  },
  {
    method: "GET",
    path: "/metrics",
    of: "open",
    doc: {
      summary: "Metrics for Prometheus",
      answer: { status: 200, type: "text/plain", description: "Text format 0.0.4." },
    },
    handle: async () => ({ status: 200, type: "text/plain; version=0.0.4; charset=utf-8", body: await metrics() }),
  },
  {
    method: "GET",
    path: "/openapi.json",
    of: "open",
    doc: {
      summary: "This description",
      answer: { status: 200, type: "application/json", description: "OpenAPI 3.1." },
    },
    handle: () => jsonText(openapi(), 200, { "cache-control": "public, max-age=300" }),
  },
];
