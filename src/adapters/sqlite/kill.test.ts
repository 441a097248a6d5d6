import Database from "better-sqlite3";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openSqlite } from "./open-sqlite.ts";
import { seededRandom } from "../../../ranking/metrics/random.ts";

const KILLS = 50;
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "winnow-kill-"));
const file = join(folder, "winnow.db");
afterAll(() => rmSync(folder, { recursive: true }));

it(`loses nothing acknowledged and shows no half import when killed at ${KILLS} points (SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  await using first = await openSqlite(file);
  await first.products.defineCatalog("shop", {
    ...{ text: [], keywords: [], numbers: [], facets: [], identifiers: [], language: "english", body: {} },
  });
  await first.close();

  /** Id → the version last acknowledged; `import` → the generation. */
  const acknowledged = new Map<string, number>();
  let duringImport = 0;
  for (let round = 1; round <= KILLS; round++) {
    await runAndKill(round, 1 + Math.floor(random() * 40), random() * 12, acknowledged);
    duringImport += stagedRows() > 0 ? 1 : 0;
    check(acknowledged);
    if (round % 10 === 0 || round === KILLS) await checkCleared();
  }
  // Else the kills have missed what they are for.
  expect(duringImport).toBeGreaterThan(KILLS / 10);
  expect(acknowledged.get("import")).toBeGreaterThan(0);
}, 120_000);

/** Kills the child some time after so many acknowledgements, and notes all that were made until then. */
async function runAndKill(
  round: number,
  after: number,
  delayMs: number,
  acknowledged: Map<string, number>,
): Promise<void> {
  const script = fileURLToPath(new URL("../../testing/store-child.js", import.meta.url));
  const child = spawn(process.execPath, [script, file, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let lines = 0;
  for await (const line of createInterface(child.stdout)) {
    const [, kind, id, version] = /^(put|import) (?:(\S+) )?(\d+)$/u.exec(line)!;
    acknowledged.set(kind === "import" ? "import" : id!, Number(version));
    if (++lines === after) void sleep(delayMs).then(() => child.kill("SIGKILL"));
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
}

/** Reads the file as the kill has left it. */
function check(acknowledged: ReadonlyMap<string, number>): void {
  const db = new Database(file);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  const rows = db
    .prepare<[], { id: string; sequence: number; source: string }>(
      "SELECT id, sequence, source FROM products JOIN documents USING (document) ORDER BY sequence",
    )
    .all();
  const info = db.prepare("SELECT products, sequence FROM catalogs").get();
  db.close();
  expect(info).toEqual({ products: rows.length, sequence: rows.at(-1)?.sequence ?? 0 });
  expect(new Set(rows.map(({ sequence }) => sequence)).size).toBe(rows.length);

  const versions = new Map(rows.map(({ id, source }) => [id, (JSON.parse(source) as { version: number }).version]));
  const imported = [...versions].filter(([id]) => id.startsWith("imported-")).map(([, version]) => version);
  expect([0, 600]).toContain(imported.length);
  expect(new Set(imported).size).toBeLessThanOrEqual(1);
  for (const [id, version] of acknowledged) {
    // What was being written may have become durable just before it could be acknowledged.
    expect(id === "import" ? imported[0] : versions.get(id)).toBeGreaterThanOrEqual(version);
  }
}

/** Opened once more, nothing is left of the import that died. */
async function checkCleared(): Promise<void> {
  await (await openSqlite(file)).close();
  expect(stagedRows()).toBe(0);
  expect(query("SELECT (SELECT count(*) FROM documents) - (SELECT count(document) FROM products)")).toBe(0);
}

function stagedRows(): number {
  return query("SELECT count(*) FROM staged");
}

function query(sql: string): number {
  const db = new Database(file);
  const [value] = db.prepare(sql).raw().get() as [number];
  db.close();
  return value;
}
