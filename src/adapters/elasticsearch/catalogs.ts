import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Connection } from "./connection.ts";
import type { Records, Versioned } from "./records.ts";

/** A catalogue as it is on record: which index holds it decides what is live. */
export interface CatalogRecord {
  readonly name: string;
  /** JSON of the CatalogMapping. */
  readonly mapping: string;
  readonly mappingVersion: number;
  readonly sequence: number;
  /** The index that holds its products. */
  readonly index: string;
  /** False while every product is a group of its own: then groups need not be counted. */
  readonly hasVariants: boolean;
  /** Held while an import or a new mapping is put in place; it runs out when its holder died. */
  readonly lock: { readonly token: string; readonly untilMs: number } | null;
}

export type VersionedCatalog = Versioned<CatalogRecord>;

export interface Catalogs {
  /** By name. */
  list(): Promise<readonly CatalogRecord[]>;
  /** @throws WinnowError `catalog_not_found` */
  find(name: string): Promise<VersionedCatalog>;
  findOrNull(name: string): Promise<VersionedCatalog | null>;
  /** False when there is one already. */
  create(record: CatalogRecord): Promise<boolean>;
  /**
   * Changes the record, again from the start when another change came first. Waits while another holds the lock.
   *
   * @param change null leaves it as it is
   * @throws WinnowError `catalog_not_found`, `overloaded` when the lock is held for too long
   */
  change(name: string, change: (record: CatalogRecord) => Partial<CatalogRecord> | null): Promise<CatalogRecord>;
  /** Keeps everyone else from changing it and from writing to its index until `change` is called or the work throws. */
  withLock<T>(name: string, work: (held: HeldCatalog) => Promise<T>): Promise<T>;
  remove(name: string): Promise<boolean>;
  /** Never given before. */
  nextMappingVersion(): Promise<number>;
}

export interface HeldCatalog {
  readonly record: CatalogRecord;
  /** Changes the record and lets go of the lock, in one write: the moment at which an import is live. */
  release(change: Partial<CatalogRecord>): Promise<CatalogRecord>;
}

export const mappingOf = ({ mapping }: CatalogRecord): CatalogMapping => JSON.parse(mapping) as CatalogMapping;

const LEASE_MS = 15_000;
const RENEW_MS = 4_000;
/** How long a writer waits for an import to be put in place. */
const PATIENCE_MS = 60_000;
const LIMIT = { ms: 10_000 };

export function createCatalogs(connection: Connection, records: Records): Catalogs {
  async function find(name: string): Promise<VersionedCatalog> {
    const found = await records.get<CatalogRecord>("catalog", name);
    if (found !== null) return found;
    const all = (await list()).map((each) => each.name);
    throw new WinnowError("catalog_not_found", `there is no catalogue named ${JSON.stringify(name)}`, {
      hint: all.length === 0 ? "Import one first." : `There is ${all.join(", ")}.`,
    });
  }

  async function list(): Promise<readonly CatalogRecord[]> {
    const found = await records.list<CatalogRecord>("catalog");
    return [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @param holder the lock that may be held; null for those who hold none */
  async function change(
    name: string,
    holder: string | null,
    decide: (record: CatalogRecord) => Partial<CatalogRecord> | null,
  ): Promise<CatalogRecord> {
    const endMs = performance.now() + PATIENCE_MS;
    for (let pauseMs = 5; ; pauseMs = Math.min(200, pauseMs * 2)) {
      const { record, version } = await find(name);
      const { lock } = record;
      const isFree = lock === null ? holder === null : lock.token === holder;
      if (!isFree && holder !== null)
        throw new WinnowError("conflict", `Another import of ${JSON.stringify(name)} was put in place meanwhile.`);
      const isDead = lock !== null && lock.untilMs < Date.now();
      if (isFree || isDead) {
        if (isDead && !isFree) await setBlock(connection, record.index, false);
        const changed = decide(record);
        if (changed === null) return record;
        const next: CatalogRecord = { ...record, ...(isFree ? {} : { lock: null }), ...changed };
        const visible = Object.keys(changed).some((key) => key !== "sequence");
        if (await records.put("catalog", name, next, { over: version, visible })) return next;
      }
      if (performance.now() > endMs)
        throw new WinnowError("overloaded", `The catalogue ${JSON.stringify(name)} is being replaced.`, {
          retryAfterS: 5,
        });
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }

  return {
    list,
    find,
    findOrNull: (name) => records.get("catalog", name),
    create: (record) => records.put("catalog", record.name, record, { over: "nothing" }),
    change: (name, decide) => change(name, null, decide),
    async withLock(name, work) {
      const token = randomUUID();
      const lease = () => ({ token, untilMs: Date.now() + LEASE_MS });
      const record = await change(name, null, () => ({ lock: lease() }));
      const renewing = setInterval(() => {
        change(name, token, () => ({ lock: lease() })).catch(() => undefined);
      }, RENEW_MS);
      const hold = { released: false };
      try {
        await setBlock(connection, record.index, true);
        return await work({
          record,
          release: async (changed) => {
            clearInterval(renewing);
            const next = await change(name, token, () => ({ ...changed, lock: null }));
            hold.released = true;
            if (next.index === record.index) await setBlock(connection, record.index, false);
            return next;
          },
        });
      } finally {
        clearInterval(renewing);
        if (!hold.released) {
          // What cannot be let go now runs out by itself.
          await setBlock(connection, record.index, false).catch(() => undefined);
          await change(name, token, () => ({ lock: null })).catch(() => undefined);
        }
      }
    },
    remove: (name) => records.remove("catalog", name),
    async nextMappingVersion() {
      for (;;) {
        const found = await records.get<{ readonly value: number }>("counter", "mappingVersion");
        const value = (found?.record.value ?? 0) + 1;
        if (await records.put("counter", "mappingVersion", { value }, { over: found?.version ?? "nothing" }))
          return value;
      }
    },
  };
}

/** The block returns when all writes on their way have been made, and no more are taken. */
async function setBlock(connection: Connection, index: string, on: boolean): Promise<void> {
  if (on) await connection.call({ method: "PUT", path: `/${index}/_block/write` }, LIMIT);
  else {
    const body = { index: { blocks: { write: null } } };
    await connection.call({ method: "PUT", path: `/${index}/_settings`, body, accept: [404] }, LIMIT);
  }
}
