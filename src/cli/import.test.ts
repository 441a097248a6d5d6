import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-import-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** More than is looked at before the format is told. */
const csv = `id,title\n${Array.from({ length: 5000 }, (_, i) => `new-${i},New ${i}\n`).join("")}`;

/** Starts `winnow import …` as a process of its own, on one data folder. */
function start(...args: readonly string[]): ChildProcess {
  const main = new URL("./main.js", import.meta.url).href;
  const script = write("winnow.mjs", `import { runCommand } from "${main}"; await runCommand(process.argv.slice(2));`);
  const child = spawn(process.execPath, [script, "import", ...args], {
    cwd: folder,
    env: { ...process.env, WINNOW_DATA: join(folder, "data") },
  });
  child.stdin.on("error", () => undefined); // it may be gone before all is written
  return child;
}

async function finish(child: ChildProcess, stdin = ""): Promise<{ code: number | null; out: string; err: string }> {
  const ended = once(child, "exit") as Promise<[number | null]>;
  child.stdin!.end(stdin);
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  return { code, out, err };
}

async function ids(catalog: string): Promise<readonly string[]> {
  await using stores = await openSqlite(join(folder, "data", "winnow.db"));
  const changes = await stores.products.changes(catalog, 0, 100_000);
  return changes.filter(({ source }) => source !== null).map(({ id }) => id);
}

describe("winnow import", () => {
  it("shows the format, the guesses and the counts, and lists rejected lines beside the file", async () => {
    const path = write("shop.csv", "sku;name;preis;Farbe\na;Lamp;12,50 €;red\nb;Chair;ask us;\nc;Table;99;oak\n");
    const { code, out, err } = await finish(start(path));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("CSV, separated by semicolons");
    expect(out).toMatch(/^ {2}preis {3}price$/mu);
    expect(out).toMatch(/^ {2}Farbe {3}attributes\.colour$/mu);
    expect(out).toMatch(/Imported 2 products in .* 2 created, 0 updated, 0 unchanged, 0 deleted\./u);
    expect(out).toContain("1 line was rejected.");
    expect(out).toContain(`${path}.rejected.jsonl`);
    expect(JSON.parse(readFileSync(`${path}.rejected.jsonl`, "utf8"))).toEqual({
      ...{ file: path, line: 3, id: "b", reason: 'price "ask us" is not a price' },
    });
    expect(await ids("products")).toEqual(["a", "c"]);
  });
  it("takes several files and standard input as one import into a catalogue of their own", async () => {
    const a = write("a.jsonl", '{"id":"1","label":"One","cost":250}\n');
    const args = [
      "--catalog",
      "books",
      "--map",
      "title=label,price=cost",
      "--price-unit",
      "minor",
      "--currency",
      "EUR",
    ];
    expect(await finish(start(a, "-", ...args), '{"id":"2","label":"Two"}\n')).toMatchObject({ code: 0 });
    expect(await ids("books")).toEqual(["1", "2"]);
    const again = await finish(start(a, "--update", ...args));
    expect(again.out).toContain("0 created, 0 updated, 1 unchanged, 0 deleted");
    expect(await ids("books")).toEqual(["1", "2"]);
  });
  it("says what is wrong and what to do, ends with 1 and leaves no catalogue behind", async () => {
    const { code, err } = await finish(start(write("bad.csv", "a,b\n1,2\n"), "--catalog", "other"));
    expect(code).toBe(1);
    expect(err).toContain("no column is the id, none the title");
    expect(err).toContain("--map id=COLUMN. There is a, b.");
    await using stores = await openSqlite(join(folder, "data", "winnow.db"));
    expect((await stores.products.catalogs()).map(({ name }) => name)).not.toContain("other");
    expect(await stores.imports.list("other", 10)).toMatchObject([{ state: "failed", counts: null }]);
  });
  it("leaves everything as it was on Ctrl-C", async () => {
    await finish(start(write("live.csv", "id,title\nlive,Live\n")));
    const child = start("-");
    child.stdin!.write(csv);
    await once(child.stdout!, "data"); // it reads by now
    child.kill("SIGINT");
    child.stdin!.write(csv.repeat(3));
    const { code, err } = await finish(child);
    expect([code, err]).toEqual([130, "Stopped. Everything is as it was.\n"]);
    expect(await ids("products")).toEqual(["live"]);
  });
  it("stops at Ctrl-C also while nothing comes in", async () => {
    const child = start("-");
    child.stdin!.write(csv);
    await once(child.stdout!, "data");
    await sleep(200);
    child.kill("SIGINT");
    const ended = once(child, "exit");
    const outcome = await Promise.race([ended, sleep(5000, null, { ref: false }).then(() => "still there")]);
    child.kill("SIGKILL");
    expect(outcome).toEqual([130, null]);
  });
});
