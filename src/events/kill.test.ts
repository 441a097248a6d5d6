import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { seededRandom } from "../../ranking/metrics/random.ts";
import { fold } from "../../ranking/state/fold.ts";
import { countable } from "../../ranking/traffic/countable.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import type { LogEntry } from "../domain/log-entry.ts";
import { noonMs } from "../ports/behaviour-builders.contract.ts";
import { createFolder } from "./fold.ts";

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
    const told = await runAndKill(round, 1 + Math.floor(random() * 150), random() * 15);
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

/** Kills the child some time after so many acknowledgements. @returns all that were made until then */
async function runAndKill(round: number, after: number, delayMs: number): Promise<readonly string[]> {
  const script = fileURLToPath(new URL("../testing/events-child.js", import.meta.url));
  const child = spawn(process.execPath, [script, file, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === after) void sleep(delayMs).then(() => child.kill("SIGKILL"));
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return lines;
}

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
  const folding = createFolder({ store: stores.events, counters: stores.counters, fold, now: () => noonMs });
  await folding.catchUp("shop");
  await folding.step("shop");
  expect(await stores.events.erasures("shop")).toEqual([]);
  const entries = await stores.events.read("shop", 0, 1e9);
  const there = new Set(entries.map(nameOf));
  // What is gone must be what somebody asked to be forgotten; that may have been done just before it could be said.
  const isErasing = (line: string) => line.startsWith("eras");
  const erased = new Set([...acknowledged].filter(isErasing).map((line) => line.split(" ")[1]!));
  const lost = [...acknowledged].filter((line) => !isErasing(line) && !there.has(line));
  expect(lost.filter((line) => !erased.has(line.split(" ")[2]!))).toEqual([]);

  const sums: Record<string, Record<string, number>> = {};
  for (const { key, field, by } of countable(entries).flatMap(fold)) {
    const fields = (sums[key] ??= {});
    fields[field] = (fields[field] ?? 0) + by;
  }
  const { entities } = await stores.counters.entities("shop", null);
  expect(Object.fromEntries(entities.map(({ key, counters }) => [key, Object.fromEntries(counters)]))).toEqual(sums);
}

const nameOf = (entry: LogEntry): string =>
  entry.kind === "event"
    ? `event ${entry.event.id} ${entry.event.user!}`
    : `search ${entry.impression.queryId} ${entry.impression.user!}`;
