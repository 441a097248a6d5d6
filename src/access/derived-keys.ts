import { createHmac, timingSafeEqual } from "node:crypto";
import type { KeyRecord } from "../ports/key-store.ts";

/**
 * Search keys that a shop's own server makes from one of ours, without asking us: narrower by a filter, with an end.
 *
 *     wk_derived_ID.CLAIMS.MAC
 *
 * ID names the key it comes from, CLAIMS are base64url of JSON `{ filters, expires_at, catalogs? }`, MAC is base64url of
 * HMAC-SHA-256 over `ID.CLAIMS` with the SHA-256 of that key's secret, which is all that we know of it. So a copy of our
 * store can make search keys, and nothing else: keys that reach admin calls cannot be derived from.
 */
export const derivedPrefix = "wk_derived_";

/** As its parent, but for what it gave up. */
export interface DerivedKey extends KeyRecord {
  /** Clauses as `POST /v1/search` takes them, not yet read. */
  readonly filters: readonly unknown[];
}

/** A header of a request holds no more than some 16 kB. */
const mostLength = 8192;

/**
 * @param find the key of this id, as long as it has not been revoked
 * @returns null for one that was not made by who holds its parent, has expired, or whose parent has
 */
export const readDerivedKey = (
  secret: string,
  find: (id: string) => KeyRecord | undefined,
  nowMs: number,
): DerivedKey | null => {
  const [, id, claimed, mac] = /^wk_derived_([0-9a-f]{12})\.([\w-]+)\.([\w-]{43})$/.exec(secret) ?? [];
  if (id === undefined || claimed === undefined || mac === undefined || secret.length > mostLength) return null;
  const parent = find(id);
  if (parent === undefined || parent.scopes.includes("admin")) return null;
  // As text: the last character of 43 has bits that decoding drops, and a key must have one spelling.
  if (!equal(mac, macOf(parent.hash, `${id}.${claimed}`))) return null;
  const claims = readClaims(claimed);
  if (claims === null) return null;
  const expiresAtMs = Math.min(claims.expiresAtMs, parent.expiresAtMs ?? Infinity);
  if (expiresAtMs <= nowMs) return null;
  return { ...parent, expiresAtMs, catalogs: narrower(parent.catalogs, claims.catalogs), filters: claims.filters };
};

const macOf = (hash: string, text: string): string =>
  createHmac("sha256", Buffer.from(hash, "hex")).update(text).digest("base64url");

const equal = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

interface Claims {
  readonly filters: readonly unknown[];
  readonly expiresAtMs: number;
  readonly catalogs: readonly string[] | null;
}

/** Null for what is not exactly as described: a misspelt `filters` must not open everything. */
const readClaims = (text: string): Claims | null => {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
  if (typeof claims !== "object" || claims === null) return null;
  const { filters, expires_at, catalogs = null, ...others } = claims as Readonly<Record<string, unknown>>;
  const expiresAtMs = typeof expires_at === "string" ? Date.parse(expires_at) : NaN;
  const known = Object.keys(others).length === 0 && Array.isArray(filters) && Number.isFinite(expiresAtMs);
  if (!known || !(catalogs === null || isNames(catalogs))) return null;
  return { filters: filters as readonly unknown[], expiresAtMs, catalogs };
};

const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const narrower = (parent: readonly string[] | null, own: readonly string[] | null): readonly string[] | null => {
  if (parent === null || own === null) return own ?? parent;
  return own.filter((name) => parent.includes(name));
};
