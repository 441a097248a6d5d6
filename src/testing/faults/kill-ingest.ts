import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { openSqlite } from "../../adapters/sqlite/open-sqlite.ts";
import { runAndKill } from "../killed-child.ts";
import type { Scale, Seen } from "./row.ts";

/** Single writes and whole imports, both at once and as fast as they can, in a child that is killed. */
export async function killInIngest({ points, seed }: Scale): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-kill-"));
  const file = join(folder, "winnow.db");
  const random = seededRandom(seed);
  const first = await openSqlite(file);
  const fields = { text: [], keywords: [], numbers: [], facets: [], identifiers: [] };
  await first.products.defineCatalog("shop", { ...fields, language: "english", body: {} });
  await first.close();

  /** Id → the version last acknowledged; `import` → the generation. */
  const acknowledged = new Map<string, number>();
  const lost: string[] = [];
  let duringImport = 0;
  for (let round = 1; round <= points; round++) {
    const lines = await runAndKill({
      script: new URL("../store-child.js", import.meta.url),
      args: [file, String(round)],
      ...{ after: 1 + Math.floor(random() * 40), delayMs: random() * 12 },
    });
    for (const line of lines) {
      const [, kind, id, version] = /^(put|import) (?:(\S+) )?(\d+)$/u.exec(line)!;
      acknowledged.set(kind === "import" ? "import" : id!, Number(version));
    }
    duringImport += query(file, "SELECT count(*) FROM staged") > 0 ? 1 : 0;
    lost.push(...check(file, acknowledged).map((each) => `${each}, after ${round} kills`));
    if (round % 10 === 0 || round === points) lost.push(...(await checkCleared(file)));
  }
  rmSync(folder, { recursive: true });
  const broken = duringImport > points / 10 ? [] : [`only ${duringImport} of ${points} kills met an import`];
  return { answers: [], lost, broken, healedMs: null, note: `${points} kills, ${duringImport} of them in mid-import` };
}

/** Reads the file as the kill has left it. */
function check(file: string, acknowledged: ReadonlyMap<string, number>): readonly string[] {
  const wrong: string[] = [];
  const db = new Database(file);
  const integrity = db.pragma("integrity_check", { simple: true });
  if (integrity !== "ok") wrong.push(`the file is damaged: ${String(integrity)}`);
  const rows = db
    .prepare<[], { id: string; sequence: number; source: string }>(
      "SELECT id, sequence, source FROM products JOIN documents USING (document) ORDER BY sequence",
    )
    .all();
  const info = db.prepare<[], { products: number; sequence: number }>("SELECT products, sequence FROM catalogs").get()!;
  db.close();
  if (info.products !== rows.length) wrong.push(`${info.products} products are counted, ${rows.length} are there`);
  if (info.sequence !== (rows.at(-1)?.sequence ?? 0)) wrong.push("the sequence is not the last change's");
  if (new Set(rows.map(({ sequence }) => sequence)).size !== rows.length) wrong.push("a sequence was given twice");

  const versions = new Map(rows.map(({ id, source }) => [id, (JSON.parse(source) as { version: number }).version]));
  const imported = [...versions].filter(([id]) => id.startsWith("imported-")).map(([, version]) => version);
  if (![0, 600].includes(imported.length) || new Set(imported).size > 1)
    wrong.push(`half an import shows: ${imported.length} products of ${new Set(imported).size} imports`);
  for (const [id, version] of acknowledged) {
    // What was being written may have become durable just before it could be acknowledged.
    const there = (id === "import" ? imported[0] : versions.get(id)) ?? -1;
    if (there < version) wrong.push(`${id}: version ${version} was acknowledged, ${there} is there`);
  }
  return wrong;
}

/** Opened once more, nothing is left of the import that died. */
async function checkCleared(file: string): Promise<readonly string[]> {
  await (await openSqlite(file)).close();
  const staged = query(file, "SELECT count(*) FROM staged");
  const orphans = query(file, "SELECT (SELECT count(*) FROM documents) - (SELECT count(document) FROM products)");
  return staged + orphans === 0 ? [] : [`${staged} staged rows and ${orphans} documents are left behind`];
}

function query(file: string, sql: string): number {
  const db = new Database(file);
  const [value] = db.prepare(sql).raw().get() as [number];
  db.close();
  return value;
}
