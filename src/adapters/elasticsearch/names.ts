import { createHash, randomBytes } from "node:crypto";

/** How everything of ours is called in the cluster. */
export interface Names {
  /** Keys, imports, catalogues: small records. */
  readonly records: string;
  readonly lexicons: string;
  /** The index of a catalogue's log of behaviour, and the alias that it is written to and read by. */
  log(catalog: string): { readonly index: string; readonly alias: string };
  /** A pattern that the indices of all logs match. */
  readonly logs: string;
  /** What searches are sent to; points to the catalogue's current index. */
  alias(catalog: string): string;
  /** A new index for the catalogue. */
  newIndex(catalog: string, now: Date): string;
  /** A pattern that the catalogue's indices match; others may as well. */
  pattern(catalog: string): string;
  /** Whether an index is one of the catalogue's. */
  isOf(catalog: string, index: string): boolean;
}

/** @param prefix of all indices and aliases; `winnow` unless several winnows share a cluster */
export function createNames(prefix: string): Names {
  const alias = (catalog: string) => `${prefix}-${plain(catalog)}`;
  return {
    records: `${prefix}_records`,
    lexicons: `${prefix}_lexicons`,
    log: (catalog) => ({ index: `${prefix}_events-${plain(catalog)}`, alias: `${prefix}_log-${plain(catalog)}` }),
    logs: `${prefix}_events-*`,
    alias,
    newIndex: (catalog, now) => {
      const time = now
        .toISOString()
        .replaceAll(/[^0-9]/g, "")
        .slice(0, 14);
      return `${alias(catalog)}-${time}-${randomBytes(3).toString("hex")}`;
    },
    pattern: (catalog) => `${alias(catalog)}-*`,
    isOf: (catalog, index) => {
      const start = `${alias(catalog)}-`;
      return index.startsWith(start) && /^\d{14}-[0-9a-f]{6}$/.test(index.slice(start.length));
    },
  };
}

/** A document's `_id`: the id itself where it fits into Elasticsearch's 512 bytes. */
export function documentId(id: string): string {
  const isPlain = Buffer.byteLength(id) <= 512 && !id.startsWith("#");
  return isPlain ? id : `#${createHash("sha256").update(id).digest("base64url")}`;
}

/** Catalogue names may hold anything, index names may not. */
function plain(catalog: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(catalog)) return catalog;
  return `x.${createHash("sha256").update(catalog).digest("hex").slice(0, 24)}`;
}
