import { createHash, randomBytes } from "node:crypto";
import { WinnowError } from "../domain/errors.ts";
import type { KeyRecord, KeyScope, KeyStore } from "../ports/key-store.ts";
import { derivedPrefix, type DerivedKey, readDerivedKey } from "./derived-keys.ts";

export interface KeysDeps {
  readonly store: KeyStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface KeyRequest {
  readonly label: string;
  readonly scopes: readonly KeyScope[];
  /** Null for all catalogues. */
  readonly catalogs: readonly string[] | null;
  /** Null never expires. */
  readonly expiresInDays: number | null;
}

/** API keys: made, listed, revoked, checked. A secret is shown when it is made; only its hash is kept. */
export interface Keys {
  issue(request: KeyRequest): Promise<{ readonly record: KeyRecord; readonly secret: string }>;
  list(): Promise<readonly KeyRecord[]>;
  /** False when there is no such key. */
  remove(id: string): Promise<boolean>;
  /** Null for a secret that is unknown or has expired. */
  check(secret: string): Promise<KeyRecord | DerivedKey | null>;
}

/** How long a key that another process has revoked may go on, in milliseconds. */
const staleMs = 1000;
/** The same while the store is gone: so long searches are answered with what they were answered last. */
const graceMs = 15 * 60_000;

export const createKeys = ({ store, now }: KeysDeps): Keys => {
  let known: Known | null = null;
  const read = async (): Promise<Known> => {
    const held = known;
    const readAtMs = now();
    if (held !== null && readAtMs - held.readAtMs <= staleMs) return held;
    try {
      const records = await store.list();
      return (known = {
        byHash: new Map(records.map((record) => [record.hash, record])),
        byId: new Map(records.map((record) => [record.id, record])),
        readAtMs,
      });
    } catch (error) {
      const isGone = error instanceof WinnowError && error.code === "engine_unavailable";
      if (isGone && held !== null && readAtMs - held.readAtMs < graceMs) return held;
      throw error;
    }
  };
  return {
    async issue({ label, scopes, catalogs, expiresInDays }) {
      // The scope in the prefix lets people and secret scanners see what a leaked key would open.
      const widest = (["admin", "search", "events"] as const).find((scope) => scopes.includes(scope))!;
      const secret = `wk_${widest}_${randomBytes(24).toString("base64url")}`;
      const createdAtMs = now();
      const record: KeyRecord = {
        id: randomBytes(6).toString("hex"),
        hash: hashOf(secret),
        label,
        scopes,
        catalogs,
        createdAtMs,
        expiresAtMs: expiresInDays === null ? null : createdAtMs + expiresInDays * 86_400_000,
      };
      await store.insert(record);
      known = null;
      return { record, secret };
    },
    list: () => store.list(),
    async remove(id) {
      const removed = await store.remove(id);
      known = null;
      return removed;
    },
    async check(secret) {
      const { byHash, byId } = await read();
      if (secret.startsWith(derivedPrefix)) return readDerivedKey(secret, (id) => byId.get(id), now());
      // Looked up by hash: how long it takes says nothing about the secret.
      const record = byHash.get(hashOf(secret));
      if (record === undefined || (record.expiresAtMs !== null && record.expiresAtMs <= now())) return null;
      return record;
    },
  };
};

interface Known {
  readonly byHash: ReadonlyMap<string, KeyRecord>;
  readonly byId: ReadonlyMap<string, KeyRecord>;
  readonly readAtMs: number;
}

// The secret has 192 random bits: a slow hash would protect nothing more.
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
