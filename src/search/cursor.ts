import { createHash } from "node:crypto";
import { WinnowError } from "../domain/errors.ts";
import type { After } from "../domain/retrieval.ts";
import type { SearchRequest } from "../domain/search.ts";

/** Where the next page starts. */
export interface Place {
  /** Hits on the pages before. */
  readonly offset: number;
  /** Set beyond the hits that rules may reorder: the last hit in the engine's order. */
  readonly after: After | null;
}

/** Opaque to callers; holds for the same query, filters and sort only. */
export function writeCursor(place: Place, request: SearchRequest): string {
  const { offset, after } = place;
  const last = after === null ? [] : [after.value, after.id, ...(after.identifier === true ? [1] : [])];
  return Buffer.from(JSON.stringify([version, bond(request), offset, ...last])).toString("base64url");
}

/** @throws WinnowError `invalid_cursor` for anything that `writeCursor` has not made for this very request */
export function readCursor(cursor: string, request: SearchRequest): Place {
  const parts = decode(cursor);
  if (parts[0] !== version) throw invalid("The cursor was not made by this version.");
  const [, bound, offset, value, id, identifier] = parts;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0)
    throw invalid("The cursor is damaged.");
  if (bound !== bond(request)) throw invalid("The cursor belongs to another query, filter or sort.");
  if (parts.length === 3) return { offset, after: null };
  const numeric = value === null || typeof value === "number";
  if (!numeric || typeof id !== "string") throw invalid("The cursor is damaged.");
  return { offset, after: { value, id, ...(identifier === 1 ? { identifier: true } : {}) } };
}

const version = 1;

function decode(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parts) ? parts : [];
  } catch (cause) {
    throw invalid("The cursor is damaged.", cause);
  }
}

/** What must not change between pages. */
function bond({ catalog, text, filters, within, sort, collapse }: SearchRequest): string {
  const bound = JSON.stringify([
    catalog,
    text.trim(),
    filters,
    sort,
    collapse,
    ...(within === undefined ? [] : [within]),
  ]);
  return createHash("sha256").update(bound).digest("base64url").slice(0, 16);
}

const invalid = (message: string, cause?: unknown): WinnowError =>
  new WinnowError("invalid_cursor", message, {
    where: "cursor",
    hint: "Send the cursor of the last answer with the same query, filters and sort, or start again without one.",
    ...(cause === undefined ? {} : { cause }),
  });
