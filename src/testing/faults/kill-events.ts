import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";
import { checkKilled, killEvents } from "../killed-events.ts";
import type { Scale, Seen } from "./row.ts";

/** Events, searches, folding and erasures, all at once and as fast as they can, in a child that is killed. */
export async function killInEvents({ points, seed }: Scale): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-events-kill-"));
  const file = join(folder, "winnow.db");
  const random = seededRandom(seed);
  const lost: string[] = [];
  let acknowledged = new Set<string>();
  let inFold = 0;
  let told = 0;
  for (let round = 1; round <= points; round++) {
    const [after, delayMs] = [1 + Math.floor(random() * 150), random() * 15];
    for (const line of await killEvents({ place: file, round, after, delayMs })) acknowledged.add(line);
    const { integrity, unfolded } = state(file);
    if (integrity !== "ok") lost.push(`after ${round} kills the file is damaged: ${String(integrity)}`);
    if (unfolded) inFold++;
    if (round % 10 !== 0 && round !== points) continue;
    await using stores = await openSqlite(file);
    lost.push(...(await checkKilled(stores, acknowledged)));
    told += acknowledged.size;
    await stores.close();
    rmSync(file);
    acknowledged = new Set();
  }
  rmSync(folder, { recursive: true });
  const broken = inFold > points / 4 ? [] : [`only ${inFold} of ${points} kills came between taking and counting`];
  const note = `${points} kills, ${inFold} between taking and counting, ${told} acknowledgements`;
  return { answers: [], lost, broken, healedMs: null, note };
}

function state(file: string): { integrity: unknown; unfolded: boolean } {
  const db = new Database(file);
  const integrity = db.pragma("integrity_check", { simple: true });
  const sql =
    "SELECT (SELECT sequence FROM folds) AS folded, head, (SELECT count(*) FROM log WHERE kind = 2) AS marks FROM logs";
  const { folded, head, marks } = db.prepare<[], { folded: number | null; head: number; marks: number }>(sql).get() ?? {
    folded: 0,
    head: 0,
    marks: 0,
  };
  db.close();
  return { integrity, unfolded: (folded ?? 0) < head || marks > 0 };
}
