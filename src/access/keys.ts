import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type ErrorCode, WinnowError } from "../domain/errors.ts";
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
  /**
   * Null for a secret that is unknown or has expired. Keys that were known before are known also while the store does not
   * answer; others wait for it.
   */
  check(secret: string): Promise<KeyRecord | DerivedKey | null>;
  /** Whether the key of this id opens anything still, as `check` knows it. */
  has(id: string): Promise<boolean>;
}

/** How long a key that another process has revoked may go on, in milliseconds. */
const staleMs = 1000;
/** The same while the store is gone or hangs: so long searches are answered with what they were answered last. */
const graceMs = 15 * 60_000;
/** How long the store is waited for where there is something to go by without it. */
const patienceMs = 50;

export const createKeys = ({ store, now }: KeysDeps): Keys => {
  let known: Known | null = null;
  let reading: Reading | null = null;
  /** What is read from now on holds what was just written. */
  const forget = () => (known = reading = null);
  const readAnew = (): Reading => {
    const readAtMs = now();
    const fresh = store.list().then((records) => {
      const read: Known = {
        byHash: new Map(records.map((record) => [record.hash, record])),
        byId: new Map(records.map((record) => [record.id, record])),
        readAtMs,
      };
      if (reading === own) known = read;
      return read;
    });
    const done = fresh.then(ignore, ignore);
    const own: Reading = { fresh, soon: Promise.race([done, sleep(patienceMs, undefined, { ref: false })]) };
    void done.then(() => {
      if (reading === own) reading = null;
    });
    return own;
  };
  /** What the store says now, or said less than a second ago. */
  const readFresh = async (): Promise<Known> =>
    known !== null && now() - known.readAtMs <= staleMs ? known : await (reading ??= readAnew()).fresh;
  /** The same, or what it said when it was asked last, while it does not answer. */
  const read = async (): Promise<Known> => {
    const held = known;
    if (held === null || now() - held.readAtMs >= graceMs) return await readFresh();
    if (now() - held.readAtMs <= staleMs) return held;
    const { fresh, soon } = (reading ??= readAnew());
    await soon;
    try {
      return await Promise.race([fresh, Promise.resolve(held)]);
    } catch (error) {
      if (error instanceof WinnowError && passing.has(error.code)) return held;
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
      forget();
      return { record, secret };
    },
    list: () => store.list(),
    async remove(id) {
      const removed = await store.remove(id);
      forget();
      return removed;
    },
    async check(secret) {
      const found = find(await read(), secret, now());
      // One that was made since, or none at all: only the store can tell.
      return found === undefined ? (find(await readFresh(), secret, now()) ?? null) : found;
    },
    async has(id) {
      const record = (await read()).byId.get(id);
      return record !== undefined && !hasExpired(record, now());
    },
  };
};

interface Known {
  readonly byHash: ReadonlyMap<string, KeyRecord>;
  readonly byId: ReadonlyMap<string, KeyRecord>;
  readonly readAtMs: number;
}

interface Reading {
  readonly fresh: Promise<Known>;
  /** Resolves when it is done, has failed, or has taken longer than anyone should wait who can do without. */
  readonly soon: Promise<unknown>;
}

/** Troubles of a store that pass by themselves. */
const passing: ReadonlySet<ErrorCode> = new Set(["engine_unavailable", "deadline_exceeded"]);

/** Null for what opens nothing, undefined for what is not known. */
const find = ({ byHash, byId }: Known, secret: string, nowMs: number): KeyRecord | DerivedKey | null | undefined => {
  if (secret.startsWith(derivedPrefix)) {
    const unknown: string[] = [];
    const parentOf = (id: string) => {
      const parent = byId.get(id);
      if (parent === undefined) unknown.push(id);
      return parent;
    };
    return readDerivedKey(secret, parentOf, nowMs) ?? (unknown.length === 0 ? null : undefined);
  }
  // Looked up by hash: how long it takes says nothing about the secret.
  const record = byHash.get(hashOf(secret));
  return record !== undefined && hasExpired(record, nowMs) ? null : record;
};

const hasExpired = ({ expiresAtMs }: KeyRecord, nowMs: number): boolean => expiresAtMs !== null && expiresAtMs <= nowMs;

const ignore = (): void => undefined;

// The secret has 192 random bits: a slow hash would protect nothing more.
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
