import type { CatalogInfo, ProductChange, ProductStore } from "../../ports/product-store.ts";
import { bulk, type BulkWrite } from "./bulk.ts";
import { type CatalogRecord, mappingOf } from "./catalogs.ts";
import { openImportSession } from "./import-session.ts";
import { startLexiconThread } from "./lexicon-thread.ts";
import { deletedBody, productBody } from "./product-documents.ts";
import type { Storage } from "./storage.ts";
import { findProducts, readProducts, scanProducts, type Stored } from "./stored-products.ts";
import { createProductWriter } from "./write-products.ts";

/** Products in Elasticsearch: the documents that are searched are the record. */
export function createProductStore(storage: Storage, close: () => Promise<void>): ProductStore {
  const { connection, catalogs, indices } = storage;
  const indexOf = async (catalog: string): Promise<string> => (await catalogs.find(catalog)).record.index;

  async function infoOf({ name, index, sequence, mappingVersion }: CatalogRecord): Promise<CatalogInfo> {
    await indices.refresh(index);
    const body = { query: { term: { "winnow.live": true } } };
    const call = { method: "POST", path: `/${index}/_count`, body, repeatable: true } as const;
    const answer = await connection.call<{ count: number }>(call, { ms: 10_000 });
    return { name, products: answer.body.count, sequence, mappingVersion };
  }

  return {
    async catalogs() {
      const names = (await catalogs.list()).map(({ name }) => name);
      const found = await Promise.all(names.map((name) => catalogs.findOrNull(name)));
      return await Promise.all(found.flatMap((each) => (each === null ? [] : [infoOf(each.record)])));
    },
    catalog: async (name) => infoOf((await catalogs.find(name)).record),
    async defineCatalog(name, mapping) {
      const json = JSON.stringify(mapping);
      const found = await catalogs.findOrNull(name);
      if (found !== null) return infoOf(await giveMapping(storage, found.record, json));
      const mappingVersion = await catalogs.nextMappingVersion();
      const index = storage.names.newIndex(name, new Date());
      await indices.create(index, mapping);
      const record = { name, mapping: json, mappingVersion, sequence: 0, index, hasVariants: false, lock: null };
      if (await catalogs.create(record)) {
        await indices.pointAlias(name, index);
        return { name, products: 0, sequence: 0, mappingVersion };
      }
      // Someone else was first.
      await indices.drop([index]);
      return infoOf(await giveMapping(storage, (await catalogs.find(name)).record, json));
    },
    rebuildCatalog: async (name) => {
      const { record } = await catalogs.find(name);
      return infoOf(await giveMapping(storage, record, record.mapping, true));
    },
    async dropCatalog(name) {
      await catalogs.find(name);
      await catalogs.remove(name);
      const all = await indices.list(name);
      await indices.drop(all);
      await storage.artefacts.remove(all);
    },
    mapping: async (name) => mappingOf((await catalogs.find(name)).record),
    async get(catalog, id) {
      const [found] = await readProducts(connection, await indexOf(catalog), [id], true);
      return found?.source == null ? null : { sequence: found.sequence, source: found.source };
    },
    async find(catalog, ids) {
      const found = await readProducts(connection, await indexOf(catalog), ids, true);
      return found.map((one) => (one?.source == null ? null : { sequence: one.sequence, source: one.source }));
    },
    write: createProductWriter(connection, catalogs),
    openImport: (catalog) => openImportSession(storage, catalog),
    async changes(catalog, after, limit) {
      const index = await indexOf(catalog);
      await indices.refresh(index);
      const found: ProductChange[] = [];
      for (let from = after; found.length < limit; from = found.at(-1)!.sequence) {
        const size = Math.min(limit - found.length, PAGE);
        const query = { range: { "winnow.sequence": { gt: from } } };
        const page = await findProducts(connection, index, { size, query, sort: [{ "winnow.sequence": "asc" }] });
        found.push(...page.map(toChange));
        if (page.length < size) break;
      }
      return found;
    },
    async members(catalog, groups) {
      const index = await indexOf(catalog);
      if (groups.length === 0) return [];
      await indices.refresh(index);
      const filter = [{ term: { "winnow.live": true } }, { terms: { "winnow.group": [...new Set(groups)] } }];
      const body = { size: 10_000, query: { bool: { filter } }, sort: [{ "winnow.sequence": "asc" }] };
      return (await findProducts(connection, index, body)).map(toChange);
    },
    [Symbol.asyncDispose]: close,
  };
}

const PAGE = 1000;
const COPY_PAGE = 500;

const toChange = ({ id, sequence, source }: Stored): ProductChange => ({ id, sequence, source });

/** Builds an index anew by a mapping and puts it in place; the same mapping again changes nothing, unless told to. */
async function giveMapping(
  storage: Storage,
  before: CatalogRecord,
  json: string,
  again = false,
): Promise<CatalogRecord> {
  if (before.mapping === json && !again) return before;
  const { connection, catalogs, indices, artefacts } = storage;
  return await catalogs.withLock(before.name, async (held) => {
    if (held.record.mapping === json && !again) return await held.release({});
    const mappingVersion = await catalogs.nextMappingVersion();
    const record: CatalogRecord = { ...held.record, mapping: json, mappingVersion };
    const mapping = mappingOf(record);
    const { index, session } = await storage.beginIndex(record.name, mapping);
    await using lexicon = startLexiconThread(mapping);
    try {
      await indices.refresh(held.record.index);
      for await (const page of pages(
        scanProducts(connection, held.record.index, { withSource: true, page: COPY_PAGE }),
      )) {
        const writes = page.map(({ source, version: _, ...winnow }): BulkWrite => {
          const body = source === null ? deletedBody(winnow.id, winnow.sequence) : productBody(source, mapping, winnow);
          return { id: winnow.id, body };
        });
        const living = page.flatMap(({ id, source }) => (source === null ? [] : [{ id, source }]));
        const [results] = await Promise.all([
          bulk(connection, index, writes, { patienceMs: 15 * 60_000 }),
          lexicon.add(living, false),
        ]);
        const refused = results.find((result) => result !== null);
        if (refused !== undefined) throw refused;
      }
      const [part] = await lexicon.finish(false);
      await artefacts.write(index, record.sequence, part!);
      await indices.finishImport(index);
      const next = await held.release({ mapping: json, mappingVersion, index });
      await indices.pointAlias(record.name, index);
      storage.retire(held.record.index);
      return next;
    } catch (error) {
      await indices.drop([index]).catch(() => undefined);
      throw error;
    } finally {
      await session.end();
    }
  });
}

async function* pages(all: AsyncGenerator<Stored>): AsyncGenerator<readonly Stored[]> {
  let page: Stored[] = [];
  for await (const each of all) {
    page.push(each);
    if (page.length < COPY_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
