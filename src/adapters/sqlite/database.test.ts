import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "./database.ts";
import { migrations } from "./migrations.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "winnow-database-"));
  file = join(folder, "winnow.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (steps: readonly string[]) => openDatabase({ file, busyTimeoutMs: 1000, steps });
const shape = (steps: readonly string[]) => {
  const db = open(steps);
  const tables = db.prepare<[], { sql: string }>("SELECT sql FROM sqlite_master ORDER BY name").all();
  const version = Number(db.pragma("user_version", { simple: true }));
  db.close();
  return { tables, version };
};

it.each(migrations.map((_, i) => i + 1))("from schema %i on, steps lead to the schema that a new file has", (from) => {
  open(migrations.slice(0, from)).close();
  const raised = shape(migrations);
  rmSync(file);
  expect(raised).toEqual(shape(migrations));
  expect(raised.version).toBe(migrations.length);
});

it("a step that fails in its middle leaves the file as it was, for the version before to open", () => {
  open(migrations.slice(0, 3)).close();
  const before = readFileSync(file);
  const broken = [...migrations.slice(0, 3), "CREATE TABLE half (x); INSERT INTO half VALUES (1); CREATE TABLE;"];
  expect(() => open(broken)).toThrow(/syntax error/);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(shape(migrations.slice(0, 3)).version).toBe(3);
});

it("a folder that is made for the file is read by nobody else on the machine", () => {
  const inside = join(folder, "data", "winnow.db");
  openDatabase({ file: inside, busyTimeoutMs: 1000 }).close();
  expect(statSync(join(folder, "data")).mode & 0o777).toBe(0o700);
});
