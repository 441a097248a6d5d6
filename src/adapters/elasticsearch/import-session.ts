import { WinnowError } from "../../domain/errors.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { ImportCounts, ImportSession } from "../../ports/product-store.ts";
import { bulk, type BulkWrite } from "./bulk.ts";
import { isGone, ServerError } from "./errors.ts";
import { type HeldCatalog, mappingOf } from "./catalogs.ts";
import { mergeById } from "./merge-by-id.ts";
import { startLexiconThread } from "./lexicon-thread.ts";
import { deletedBody, hashOf, productBody } from "./product-documents.ts";
import { readProducts, scanProducts, type Stored } from "./stored-products.ts";
import type { Storage } from "./storage.ts";

/** An import waits this long for a server that is overloaded or whose disk is full, and goes on by itself. */
const BULK = { patienceMs: 15 * 60_000 };
const PAGE = 2000;
/** Documents written at a time while copying. */
const COPY = 500;

/** Fills an index of its own; `commit` weighs it against what is live and puts it in its place. */
export async function openImportSession(storage: Storage, catalog: string): Promise<ImportSession> {
  const { connection, catalogs, indices } = storage;
  const { record } = await catalogs.find(catalog);
  const mapping = mappingOf(record);
  const { index, session } = await storage.beginIndex(catalog, mapping);
  const lexicon = startLexiconThread(mapping);
  const first = record.sequence;
  let changes = 0;
  let hasVariants = false;
  let state: "open" | "committed" | "ended" = "open";

  async function end(): Promise<void> {
    if (state === "ended") return;
    const abandoned = state === "open";
    state = "ended";
    await lexicon[Symbol.asyncDispose]();
    if (abandoned) await indices.drop([index]);
    await session.end();
  }

  return {
    async stage(products) {
      if (state !== "open") throw new WinnowError("storage_failed", "This import has ended.");
      const latest = [...new Map(products.map((product) => [product.id, product])).values()];
      const ids = latest.map(({ id }) => id);
      // The catalogue may have got another index since; its products are then taken for changed until the commit.
      const stored = await readLive(storage, record.index, ids);
      const staged = latest.map((product, i) => {
        const source = JSON.stringify(product);
        const hash = hashOf(source);
        const old = stored[i] ?? null;
        const sequence = old?.live === true && old.hash === hash ? old.sequence : first + ++changes;
        const group = product.group_id ?? product.id;
        if (group !== product.id) hasVariants = true;
        return { id: product.id, group, hash, live: true, sequence, source };
      });
      const writes = staged.map(({ source, ...winnow }): BulkWrite => ({
        id: winnow.id,
        body: productBody(source, mapping, winnow),
      }));
      const [results] = await Promise.all([bulk(connection, index, writes, BULK), lexicon.add(staged, false)]);
      const refused = results.find((result) => result !== null);
      if (refused !== undefined) throw refused;
    },
    commit: (keepMissing) =>
      catalogs.withLock(catalog, async (held) => {
        if (held.record.mappingVersion !== record.mappingVersion)
          throw new WinnowError("mapping_conflict", "The catalogue got another mapping during the import.", {
            hint: "Run the import again.",
          });
        await Promise.all([indices.refresh(index), indices.refresh(held.record.index)]);
        const weighed = await weigh(storage, { held, index, mapping, first, changes, keepMissing });
        await lexicon.add(weighed.kept, false);
        const [part] = await lexicon.finish(false);
        await indices.finishImport(index);
        await checkCount(storage, index, weighed.documents);
        await storage.artefacts.write(index, weighed.sequence, part!);
        await held.release({
          index,
          sequence: weighed.sequence,
          hasVariants: hasVariants || (keepMissing && held.record.hasVariants),
        });
        state = "committed";
        await indices.pointAlias(catalog, index);
        await end();
        storage.retire(held.record.index);
        return weighed.counts;
      }),
    [Symbol.asyncDispose]: end,
  };
}

interface Weighing {
  readonly held: HeldCatalog;
  readonly index: string;
  readonly mapping: CatalogMapping;
  /** The catalogue's sequence when the import began, and the changes numbered from there. */
  readonly first: number;
  readonly changes: number;
  readonly keepMissing: boolean;
}

interface Weighed {
  readonly counts: ImportCounts;
  readonly sequence: number;
  /** Products and deletions that the index must hold now. */
  readonly documents: number;
  /** Products that were not in the import and stay. */
  readonly kept: readonly { readonly id: string; readonly source: string }[];
}

/**
 * Goes through what is live and what is staged side by side, by id: counts what changes, numbers it beyond what was
 * written since the import began, and brings deletions and missing products over.
 */
async function weigh(storage: Storage, weighing: Weighing): Promise<Weighed> {
  const { held, index, mapping, first, keepMissing } = weighing;
  const { connection } = storage;
  const counts = { created: 0, updated: 0, unchanged: 0, deleted: 0 };
  const shift = held.record.sequence - first;
  let changes = weighing.changes;
  let documents = 0;
  const kept: { id: string; source: string }[] = [];
  let writes: BulkWrite[] = [];
  let missing: Stored[] = [];

  const flush = async (): Promise<void> => {
    const ids = missing.map(({ id }) => id);
    for (const found of await readProducts(connection, held.record.index, ids, true)) {
      if (found?.source == null) continue;
      const { source, version: _, ...winnow } = found;
      kept.push({ id: found.id, source });
      writes.push({ id: found.id, body: productBody(source, mapping, winnow) });
    }
    const results = await bulk(connection, index, writes, BULK);
    const refused = results.find((result) => result !== null);
    if (refused !== undefined) throw refused;
    [writes, missing] = [[], []];
  };
  const renumber = (id: string, sequence: number): void => {
    writes.push({ id, action: "update", body: JSON.stringify({ winnow: { sequence } }) });
  };

  const scan = (of: string) => scanProducts(connection, of, { withSource: false, page: PAGE });
  for await (const [live, staged] of mergeById(scan(held.record.index), scan(index))) {
    documents++;
    if (staged === null) {
      if (!live.live) writes.push({ id: live.id, body: deletedBody(live.id, live.sequence) });
      else if (keepMissing) missing.push(live);
      else {
        counts.deleted++;
        writes.push({ id: live.id, body: deletedBody(live.id, first + shift + ++changes) });
      }
    } else if (live?.live === true && live.hash === staged.hash) {
      counts.unchanged++;
      if (staged.sequence !== live.sequence) renumber(staged.id, live.sequence);
    } else {
      if (live?.live === true) counts.updated++;
      else counts.created++;
      const sequence = staged.sequence > first ? staged.sequence + shift : first + shift + ++changes;
      if (sequence !== staged.sequence) renumber(staged.id, sequence);
    }
    if (writes.length + missing.length >= COPY) await flush();
  }
  await flush();
  return { counts, sequence: first + shift + changes, documents, kept };
}

/** Null for each where the index is gone. */
async function readLive(
  { connection }: Storage,
  index: string,
  ids: readonly string[],
): Promise<readonly (Stored | null)[]> {
  try {
    return await readProducts(connection, index, ids, false);
  } catch (error) {
    if (error instanceof ServerError && isGone(error)) return [];
    throw error;
  }
}

/** What was built is what was meant to be built, before it goes live. */
async function checkCount({ connection }: Storage, index: string, documents: number): Promise<void> {
  const call = { method: "GET", path: `/${index}/_count`, repeatable: true } as const;
  const { body } = await connection.call<{ count: number }>(call, { ms: 30_000 });
  if (body.count === documents) return;
  throw new WinnowError("storage_failed", `The new index holds ${body.count} documents instead of ${documents}.`, {
    hint: "Run the import again; what was live stays live.",
  });
}
