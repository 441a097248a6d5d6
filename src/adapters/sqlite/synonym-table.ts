import type Database from "better-sqlite3";
import type { Synonym, SynonymStatus } from "../../domain/synonym.ts";
import type { SynonymFilter } from "../../ports/synonym-store.ts";

/** Learned synonyms: one record a pair, changed by compare and set on its revision. */
export interface SynonymTable {
  saveSynonym(synonym: Synonym): boolean;
  findSynonym(catalog: string, id: string): Synonym | null;
  synonyms(catalog: string, filter: SynonymFilter): Synonym[];
  countSynonyms(catalog: string): Record<SynonymStatus, number>;
}

export function synonymTable(db: Database.Database): SynonymTable {
  interface Row {
    record: string;
  }
  interface Saved extends Row {
    catalog: string;
    id: string;
    status: string;
    revision: number;
  }
  const insert = db.prepare<Saved>(
    `INSERT INTO synonyms (catalog, id, status, revision, record)
     VALUES (:catalog, :id, :status, :revision, :record) ON CONFLICT DO NOTHING`,
  );
  const update = db.prepare<Saved>(
    `UPDATE synonyms SET status = :status, revision = :revision, record = :record
     WHERE catalog = :catalog AND id = :id AND revision = :revision - 1`,
  );
  const find = db.prepare<[string, string], Row>("SELECT record FROM synonyms WHERE catalog = ? AND id = ?");
  // A statement each, so that each has its index.
  const [listAll, listOne] = [false, true].map((byStatus) =>
    db.prepare<{ catalog: string; after: string; limit: number; status?: string }, Row>(
      `SELECT record FROM synonyms WHERE catalog = :catalog AND id > :after
       ${byStatus ? "AND status = :status" : ""} ORDER BY id LIMIT :limit`,
    ),
  );
  const count = db.prepare<[string], { status: SynonymStatus; n: number }>(
    "SELECT status, count(*) AS n FROM synonyms WHERE catalog = ? GROUP BY status",
  );
  // Written by this very program in this shape.
  const toRecord = ({ record }: Row): Synonym => JSON.parse(record) as Synonym;
  return {
    saveSynonym: (synonym) => {
      const { catalog, id, status, revision } = synonym;
      const row = { catalog, id, status, revision, record: JSON.stringify(synonym) };
      return (revision === 1 ? insert : update).run(row).changes > 0;
    },
    findSynonym: (catalog, id) => {
      const row = find.get(catalog, id);
      return row === undefined ? null : toRecord(row);
    },
    // An id is never empty.
    synonyms: (catalog, filter) =>
      (filter.status === undefined ? listAll : listOne)!.all({ after: "", ...filter, catalog }).map(toRecord),
    countSynonyms: (catalog) => ({
      ...{ proposed: 0, live: 0, refused: 0, retired: 0 },
      ...Object.fromEntries(count.all(catalog).map(({ status, n }) => [status, n])),
    }),
  };
}
