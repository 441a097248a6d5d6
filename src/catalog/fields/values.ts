import type { JsonValue } from "../../domain/json.ts";

/** Readers of single values as exports write them; each gives null for what it cannot make sense of. */

export function parseStock(value: JsonValue): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value > 0;
  if (typeof value !== "string") return null;
  const text = value
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/gu, "");
  if (/^-?\d+([.,]\d+)?$/u.test(text)) return Number(text.replace(",", ".")) > 0;
  if (inStock.has(text)) return true;
  return outOfStock.has(text) ? false : null;
}

// Schema.org's and Google's words, and German ones. What can be ordered is in stock.
const inStock = new Set([
  ...["instock", "true", "yes", "y", "available", "onstock", "backorder", "preorder", "availablefororder", "limited"],
  ...[
    "limitedavailability",
    "onlineonly",
    "presale",
    "madetoorder",
    "https://schema.org/instock",
    "http://schema.org/instock",
  ],
  ...["ja", "auflager", "lieferbar", "verfügbar", "vorrätig", "sofortlieferbar", "vorbestellbar"],
]);
const outOfStock = new Set([
  ...["outofstock", "false", "no", "n", "unavailable", "soldout", "discontinued", "notavailable", "sold"],
  ...["https://schema.org/outofstock", "http://schema.org/outofstock"],
  ...["nein", "ausverkauft", "vergriffen", "nichtauflager", "nichtlieferbar", "nichtverfügbar", "nichtvorrätig"],
]);

/** 0 to 5; `4.5/5` and `4,5` too. */
export function parseRating(value: JsonValue): number | null {
  const text =
    typeof value === "string"
      ? value
          .trim()
          .replace(",", ".")
          .replace(/\s*(\/|out of)\s*5$/iu, "")
      : value;
  const rating = typeof text === "string" && text !== "" ? Number(text) : text;
  return typeof rating === "number" && rating >= 0 && rating <= 5 ? rating : null;
}

export function parseCount(value: JsonValue): number | null {
  const count = typeof value === "string" ? Number(value.trim().replace(/[,.'\s](?=\d{3}\b)/gu, "")) : value;
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : null;
}

/** ISO 8601; dates whose order of day and month is open are not guessed. Numbers are seconds or milliseconds since 1970. */
export function parseDate(value: JsonValue): string | null {
  const epoch = typeof value === "string" && /^\d{9,13}$/u.test(value.trim()) ? Number(value) : value;
  if (typeof epoch === "number") return toIso(epoch < 1e11 ? epoch * 1000 : epoch);
  if (typeof epoch !== "string") return null;
  const text = epoch.trim().replace(/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})/u, isoDay);
  const iso = text.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})/u, (_, day: string, month: string, year: string) =>
    isoDay(_, year, month, day),
  );
  if (!/^\d{4}(-\d\d(-\d\d)?)?([T ]\d\d:\d\d|$)/u.test(iso)) return null;
  return Number.isNaN(Date.parse(iso)) ? null : /^[\d-]+$/u.test(iso) ? iso : toIso(Date.parse(assumeUtc(iso)));
}

function isoDay(_: string, year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** A time without a zone would be read in this machine's. */
function assumeUtc(iso: string): string {
  return /(z|[+-]\d\d:?\d\d)$/iu.test(iso) ? iso : `${iso.replace(" ", "T")}Z`;
}

function toIso(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(".000Z", "Z");
}

/** Codes of digits, several separated by commas, bars or spaces. */
export function parseGtins(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(parseGtins);
  if (typeof value === "number") return Number.isSafeInteger(value) ? [String(value)] : [];
  if (typeof value !== "string") return [];
  return value
    .split(/[,;|\s]+/u)
    .map((code) => code.replace(/^'|-/gu, ""))
    .filter((code) => /^\d{6,14}X?$|^\d{9}X$/iu.test(code));
}

/** An address that a browser may be sent to: http, https, relative, or a picture as data. Null for `javascript:` and the like. */
export function parseUrl(value: JsonValue): string | null {
  // Browsers drop controls before they look at the scheme.
  const text = (firstText(value) ?? "")
    .replace(/[\u0000-\u001f]/gu, "")
    .trim()
    .replaceAll(" ", "%20");
  if (text === "" || /^(https?:\/\/|\/|\.{1,2}\/|data:image\/)/iu.test(text)) return text === "" ? null : text;
  return /^[a-z][a-z0-9+.-]*:/iu.test(text) ? null : text;
}

/** The first of several texts; numbers and booleans as they are written. */
export function firstText(value: JsonValue): string | null {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(firstText).find((each) => each !== null) ?? null;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
