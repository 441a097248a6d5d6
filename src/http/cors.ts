import type { IncomingMessage } from "node:http";
import { type Answer, noContent } from "./answer.ts";

type Headers = Readonly<Record<string, string>>;

const none: Headers = {};

/**
 * Headers that let pages of these origins read answers.
 *
 * @param origins as browsers send them (`https://shop.example`); `*` is everyone
 */
export const corsHeaders = (req: IncomingMessage, origins: readonly string[]): Headers => {
  const { origin } = req.headers;
  if (origins.length === 0) return none;
  if (origin === undefined) return { vary: "origin" };
  if (!origins.includes(origin) && !origins.includes("*")) return { vary: "origin" };
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "etag, retry-after, traceparent, x-request-id",
  };
};

/** The answer to a browser's question before it asks; without the headers above it is a no. */
export const preflight: Answer = {
  ...noContent,
  headers: {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": "authorization, content-type, if-none-match, traceparent, x-api-key",
    "access-control-max-age": "600",
  },
};
