import { WinnowError } from "../domain/errors.ts";
import type { JsonObject, JsonValue } from "../domain/json.ts";
import { eventLimits } from "./event-limits.ts";

/**
 * What else a sender says of an event, as it may be kept: without addresses and agents, and within its limit.
 *
 * @throws WinnowError `invalid_request`
 */
export const extraOf = (fields: JsonObject): JsonObject | null => {
  const kept = cleaned(fields) as JsonObject;
  if (Object.keys(kept).length === 0) return null;
  const bytes = Buffer.byteLength(JSON.stringify(kept));
  if (bytes <= eventLimits.extraBytes) return kept;
  const largest = Object.keys(kept).sort((a, b) => sizeOf(kept[b]) - sizeOf(kept[a]))[0]!;
  throw new WinnowError(
    "invalid_request",
    `Fields of your own take ${bytes} bytes; ${eventLimits.extraBytes} are kept of an event.`,
    { where: `/${largest.slice(0, 100)}` },
  );
};

const sizeOf = (value: JsonValue | undefined): number => JSON.stringify(value).length;

// Depth is limited where bodies are read.
const cleaned = (value: JsonValue): JsonValue => {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (personal.test(name) ? [] : [[name, cleaned(inner)]])),
  );
};

/** Names of fields that say who or where somebody is. */
const personal =
  /^(ip|ip_?addr(ess)?|client_?ip|remote_?addr(ess)?|e?_?-?mail|email_?address|phone|user_?agent|browser|password|address|card_?number)$/i;
