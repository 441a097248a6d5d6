import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { checkKilled, runAndKill } from "../testing/killed-events.ts";

const KILLS = Number(process.env["WINNOW_TEST_KILLS"] ?? 100);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "winnow-events-kill-"));
const file = join(folder, "winnow.db");
afterAll(() => rmSync(folder, { recursive: true }));

it(`loses no acknowledged event and counts none twice when killed at ${KILLS} points (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  let acknowledged = new Set<string>();
  let inFold = 0;
  let erasures = 0;
  for (let round = 1; round <= KILLS; round++) {
    const [after, delayMs] = [1 + Math.floor(random() * 150), random() * 15];
    const told = await runAndKill({ place: file, round, after, delayMs });
    for (const line of told) acknowledged.add(line);
    erasures += told.filter((line) => line.startsWith("erased")).length;
    const { folded, head, marks } = state();
    if (folded < head || marks > 0) inFold++;
    if (round % 10 !== 0 && round !== KILLS) continue;
    await check(acknowledged);
    rmSync(file);
    acknowledged = new Set();
  }
  // Else the kills have missed what they are for.
  expect(inFold).toBeGreaterThan(KILLS / 4);
  expect(erasures).toBeGreaterThan(KILLS / 20);
}, 180_000);

function state(): { folded: number; head: number; marks: number } {
  const db = new Database(file);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  const row = db
    .prepare(
      "SELECT (SELECT sequence FROM folds) AS folded, head, (SELECT count(*) FROM log WHERE kind = 2) AS marks FROM logs",
    )
    .get() as { folded: number | null; head: number; marks: number };
  db.close();
  return { ...row, folded: row.folded ?? 0 };
}

/** After the next process has finished what the last one began. */
async function check(acknowledged: ReadonlySet<string>): Promise<void> {
  await using stores = await openSqlite(file);
  await checkKilled(stores, acknowledged);
}
