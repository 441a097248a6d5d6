import { checkFormat } from "./check-format.ts";
import type { Catalogs } from "./catalogs.ts";
import { createCatalogs } from "./catalogs.ts";
import type { CatalogMapping } from "../../domain/mapping.ts";
import type { Connection } from "./connection.ts";
import { createIndices, type IndexOptions, type Indices } from "./indices.ts";
import { type LexiconArtefacts, openLexiconArtefacts } from "./lexicon-artefacts.ts";
import type { Names } from "./names.ts";
import { openRecords, type Records } from "./records.ts";
import { createSessions, type Session } from "./sessions.ts";

/** All that is ours in the cluster. */
export interface Storage {
  readonly connection: Connection;
  readonly names: Names;
  readonly records: Records;
  readonly catalogs: Catalogs;
  readonly indices: Indices;
  readonly artefacts: LexiconArtefacts;
  /** A new index to be filled, after all that neither are live nor are being filled have been removed. */
  beginIndex(catalog: string, mapping: CatalogMapping): Promise<{ readonly index: string; readonly session: Session }>;
  /** Drops an index that another has replaced, a moment later: searches may still be reading it. */
  retire(index: string): void;
  /** Resolves when nothing is left to drop. */
  settle(): Promise<void>;
}

export interface StorageOptions extends IndexOptions {
  /** How long a replaced index is kept for the searches that read it. */
  readonly retireAfterMs: number;
}

export async function openStorage(connection: Connection, names: Names, options: StorageOptions): Promise<Storage> {
  const records = await openRecords(connection, names.records);
  await checkFormat(records, names.records);
  const artefacts = await openLexiconArtefacts(connection, names.lexicons);
  const catalogs = createCatalogs(connection, records);
  const indices = createIndices(connection, names, options);
  const sessions = createSessions(records);
  const retiring = new Map<Promise<void>, () => void>();

  const drop = async (dropped: readonly string[]): Promise<void> => {
    await indices.drop(dropped);
    await artefacts.remove(dropped);
  };
  const dropLeftovers = async (catalog: string): Promise<void> => {
    const [all, living] = [await indices.list(catalog), await sessions.living(catalog)];
    // Read last: an index that went live meanwhile is no leftover.
    const current = (await catalogs.findOrNull(catalog))?.record.index;
    await drop(all.filter((index) => index !== current && !living.has(index)));
  };
  return {
    connection,
    names,
    records,
    catalogs,
    indices,
    artefacts,
    async beginIndex(catalog, mapping) {
      // A full disk lets no index be created before they are gone.
      await dropLeftovers(catalog);
      const index = names.newIndex(catalog, new Date());
      // Before the index is: nobody is to take it for a leftover.
      const session = await sessions.begin(catalog, index);
      try {
        await indices.create(index, mapping, { forImport: true });
        // Indices are created in the order they were asked for: one that a process asked for as it was killed is there now.
        await dropLeftovers(catalog);
      } catch (error) {
        await session.end();
        throw error;
      }
      return { index, session };
    },
    retire(index) {
      let hurry = (): void => undefined;
      const due = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.retireAfterMs);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      // What cannot be dropped now is dropped at the next import.
      const dropped = due.then(() => drop([index])).catch(() => undefined);
      retiring.set(dropped, hurry);
      void dropped.then(() => retiring.delete(dropped));
    },
    async settle() {
      await Promise.all(retiring.keys());
    },
  };
}
