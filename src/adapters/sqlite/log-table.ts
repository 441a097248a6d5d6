import type Database from "better-sqlite3";
import type { ActorDay, Appended, Erased, Erasure } from "../../ports/event-store.ts";
import { kinds, type LogRow, type NewRow, type TailRow } from "./log-rows.ts";

export interface SearchRow extends LogRow {
  readonly queryId: string;
}

/** The behaviour log. To be called within a transaction where it writes. */
export interface LogTable {
  logs(): string[];
  appendEvents(log: string, rows: readonly NewRow[]): Appended[];
  appendImpressions(log: string, rows: readonly NewRow[]): void;
  readLog(log: string, after: number, limit: number): LogRow[];
  tailLog(log: string, after: number, limit: number): TailRow[];
  logHead(log: string): number;
  searchRows(log: string, queryIds: readonly string[], withVectors: boolean): SearchRow[];
  daysOfSearches(log: string, queryIds: readonly string[]): ActorDay[];
  actorDays(log: string, days: readonly ActorDay[], until: number): LogRow[][];
  rowsOfUser(log: string, user: string): LogRow[];
  markErased(user: string, nowMs: number): Erased & { users: string[] };
  erasures(log: string): Erasure[];
  eraseLog(log: string, user: string, before: number): Erased;
  trimLog(log: string, beforeMs: number, after: number, limit: number): { removed: number; last: number | null };
  recentEvents(sinceMs: number, limit: number): (LogRow & { log: string })[];
}

const entry = "sequence, kind, repeat, body, NULL AS vectors";
const entryWithVectors = "sequence, kind, repeat, body, vectors";

export function logTable(db: Database.Database): LogTable {
  const ids = logIds(db);
  const append = appender(db);
  const setHead = db.prepare<[number, number]>("UPDATE logs SET head = ? WHERE id = ?");
  const head = db.prepare<[number], { head: number }>("SELECT head FROM logs WHERE id = ?");
  // "+log" keeps SQLite from an index of the catalogue: it would sort all that is left of the log for each batch.
  const read = db.prepare<[number, number, number], LogRow>(
    `SELECT ${entryWithVectors} FROM log LEFT JOIN log_vectors USING (sequence)
     WHERE sequence > ? AND +log = ? AND kind < 2 ORDER BY sequence LIMIT ?`,
  );
  const tail = db.prepare<[number, number, number], TailRow>(
    `SELECT ${entry}, CASE kind WHEN 2 THEN actor END AS user FROM log WHERE sequence > ? AND +log = ? ORDER BY sequence LIMIT ?`,
  );
  const search = (columns: string) =>
    db.prepare<[number, string], SearchRow>(
      `SELECT ${columns}, query_id AS queryId FROM log INDEXED BY log_by_query LEFT JOIN log_vectors USING (sequence)
       WHERE log = ? AND query_id = ? AND kind = 1 ORDER BY sequence`,
    );
  const searchWithVectors = search(entryWithVectors);
  const searchWithout = search(entry);
  const daysOf = db.prepare<[number, string], ActorDay>(
    "SELECT DISTINCT actor, day FROM log INDEXED BY log_by_query WHERE log = ? AND query_id = ? AND kind = 0 AND actor IS NOT NULL",
  );
  const actorDay = db.prepare<[number, string, number, number], LogRow>(
    `SELECT ${entry} FROM log INDEXED BY log_by_actor WHERE log = ? AND actor = ? AND day = ? AND sequence <= ? AND kind < 2 ORDER BY sequence`,
  );
  const ofUser = db.prepare<[number, string], LogRow>(
    `SELECT ${entry} FROM log INDEXED BY log_by_actor WHERE log = ? AND actor = ? AND kind < 2 ORDER BY sequence`,
  );
  const trimmable = db.prepare<[number, number, number], { sequence: number; at_ms: number; received_at_ms: number }>(
    "SELECT sequence, at_ms, received_at_ms FROM log WHERE sequence > ? AND +log = ? AND kind < 2 ORDER BY sequence LIMIT ?",
  );
  const remove = remover(db);
  const recent = db.prepare<[number], LogRow & { log: string; received_at_ms: number }>(
    `SELECT ${entry}, name AS log, received_at_ms FROM log JOIN logs ON logs.id = log.log
     WHERE kind = 0 ORDER BY sequence DESC LIMIT ?`,
  );

  const write = (log: string, rows: readonly NewRow[], kind: number): Appended[] => {
    const id = ids.make(log);
    const results = rows.map((row) => append(id, row, kind));
    const last = results.findLast(({ duplicate }) => !duplicate);
    if (last !== undefined) setHead.run(last.sequence, id);
    return results;
  };
  return {
    logs: () => ids.names(),
    appendEvents: (log, rows) => write(log, rows, kinds.event),
    appendImpressions: (log, rows) => void write(log, rows, kinds.impression),
    readLog: (log, after, limit) => read.all(after, ids.find(log), limit),
    tailLog: (log, after, limit) => {
      const id = ids.find(log);
      // Of a catalogue where nothing happens the whole log would be read in vain.
      return (head.get(id)?.head ?? 0) <= after ? [] : tail.all(after, id, limit);
    },
    logHead: (log) => head.get(ids.find(log))?.head ?? 0,
    searchRows: (log, queryIds, withVectors) => {
      const statement = withVectors ? searchWithVectors : searchWithout;
      return queryIds.flatMap((queryId) => statement.all(ids.find(log), queryId));
    },
    daysOfSearches: (log, queryIds) => queryIds.flatMap((queryId) => daysOf.all(ids.find(log), queryId)),
    actorDays: (log, days, until) => days.map(({ actor, day }) => actorDay.all(ids.find(log), actor, day, until)),
    rowsOfUser: (log, user) => ofUser.all(ids.find(log), user),
    markErased: (user, nowMs) => markErased(db, ids, user, nowMs, setHead),
    erasures: (log) => erasuresOf(db, ids.find(log)),
    eraseLog: (log, user, before) => remove.ofUser(ids.find(log), user, before),
    trimLog: (log, beforeMs, after, limit) => {
      const rows = trimmable.all(after, ids.find(log), limit);
      const old = rows.filter(({ at_ms }) => at_ms < beforeMs);
      for (const { sequence } of old) remove.one(sequence);
      const last = rows.at(-1);
      // What came 30 days after may still have happened before.
      const done = last === undefined || rows.length < limit || last.received_at_ms > beforeMs + 31 * 86_400_000;
      return { removed: old.length, last: done ? null : last.sequence };
    },
    recentEvents: (sinceMs, limit) => {
      const rows: (LogRow & { log: string })[] = [];
      for (const row of recent.iterate(limit)) {
        if (row.received_at_ms < sinceMs) break;
        rows.push(row);
      }
      return rows.reverse();
    },
  };
}

interface LogIds {
  /** 0 for one that is not there. */
  find(name: string): number;
  make(name: string): number;
  names(): string[];
}

function logIds(db: Database.Database): LogIds {
  const select = db.prepare<[string], { id: number }>("SELECT id FROM logs WHERE name = ?");
  const insert = db.prepare<[string]>("INSERT INTO logs (name) VALUES (?)");
  const names = db.prepare<[], { name: string }>("SELECT name FROM logs ORDER BY name");
  return {
    find: (name) => select.get(name)?.id ?? 0,
    make: (name) => select.get(name)?.id ?? Number(insert.run(name).lastInsertRowid),
    names: () => names.all().map(({ name }) => name),
  };
}

function appender(db: Database.Database): (log: number, row: NewRow, kind: number) => Appended {
  const byId = db.prepare<[number, string], { sequence: number; repeat: number }>(
    "SELECT sequence, repeat FROM log WHERE log = ? AND id = ?",
  );
  const byTrait = db.prepare<[number, string, number, number]>(
    "SELECT 1 FROM log INDEXED BY log_by_actor WHERE log = ? AND actor = ? AND day = ? AND trait = ? LIMIT 1",
  );
  const insert = db.prepare<
    [
      number,
      number,
      string,
      string | null,
      number,
      number | null,
      string | null,
      string | null,
      number,
      number,
      number,
      string,
    ]
  >(
    `INSERT INTO log (log, kind, id, actor, day, trait, query_id, session, at_ms, received_at_ms, repeat, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertVectors = db.prepare<[number, Uint8Array]>("INSERT INTO log_vectors (sequence, vectors) VALUES (?, ?)");

  return (log, row, kind) => {
    const { id, actor, day, trait, queryId, session, atMs, receivedAtMs, body, vectors } = row;
    const known = byId.get(log, id);
    if (known !== undefined) return { sequence: known.sequence, duplicate: true, repeat: known.repeat === 1 };
    const repeat = actor !== null && trait !== null && byTrait.get(log, actor, day, trait) !== undefined;
    const { lastInsertRowid } = insert.run(
      ...([log, kind, id, actor, day, trait, queryId, session, atMs, receivedAtMs, repeat ? 1 : 0, body] as const),
    );
    const sequence = Number(lastInsertRowid);
    if (vectors !== null) insertVectors.run(sequence, vectors);
    return { sequence, duplicate: false, repeat };
  };
}

function markErased(
  db: Database.Database,
  ids: LogIds,
  user: string,
  nowMs: number,
  setHead: Database.Statement<[number, number]>,
): Erased & { users: string[] } {
  const count = db.prepare<[string, string], { log: number; kind: number; n: number }>(
    "SELECT log, kind, count(*) AS n FROM logs JOIN log ON log.log = logs.id WHERE name = ? AND actor = ? AND kind < 2 GROUP BY kind",
  );
  const sessionsOf = db.prepare<[string, string], { session: string }>(
    "SELECT DISTINCT session FROM logs JOIN log ON log.log = logs.id WHERE name = ? AND actor = ? AND session IS NOT NULL",
  );
  const mark = db.prepare<[number, string, string, number, number]>(
    `INSERT INTO log (log, kind, id, actor, day, at_ms, received_at_ms, repeat, body)
     VALUES (?, 2, 'erasure/' || ? || '/' || (SELECT coalesce(max(sequence), 0) FROM log), ?, 0, ?, ?, 0, '{}')`,
  );
  const names = ids.names();
  const users = new Set([user]);
  for (const name of names) for (const { session } of sessionsOf.all(name, user)) users.add(session);
  const erased = { events: 0, impressions: 0 };
  for (const name of names) {
    for (const one of users) {
      const counts = count.all(name, one);
      if (counts.length === 0) continue;
      for (const { kind, n } of counts) erased[kind === kinds.event ? "events" : "impressions"] += n;
      const id = ids.find(name);
      setHead.run(Number(mark.run(id, one, one, nowMs, nowMs).lastInsertRowid), id);
    }
  }
  return { ...erased, users: [...users] };
}

function erasuresOf(db: Database.Database, log: number): Erasure[] {
  return db
    .prepare<[number], Erasure>("SELECT sequence, actor AS user FROM log WHERE log = ? AND kind = 2 ORDER BY sequence")
    .all(log);
}

function remover(db: Database.Database) {
  const rows = db.prepare<[number, string, number], { sequence: number; kind: number }>(
    "SELECT sequence, kind FROM log INDEXED BY log_by_actor WHERE log = ? AND actor = ? AND sequence <= ?",
  );
  const row = db.prepare<[number]>("DELETE FROM log WHERE sequence = ?");
  const vectors = db.prepare<[number]>("DELETE FROM log_vectors WHERE sequence = ?");
  const one = (sequence: number): void => {
    row.run(sequence);
    vectors.run(sequence);
  };
  return {
    one,
    /** The mark itself, at `until`, goes with them. */
    ofUser: (log: number, user: string, until: number): Erased => {
      const erased = { events: 0, impressions: 0 };
      for (const { sequence, kind } of rows.all(log, user, until)) {
        one(sequence);
        if (kind === kinds.event) erased.events++;
        else if (kind === kinds.impression) erased.impressions++;
      }
      return erased;
    },
  };
}
