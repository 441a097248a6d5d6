import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backUp, openStores, restore } from "../compose.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

let folder: string;
let data: string;
let backup: string;
let key: string;
/** Acknowledged before the backup was begun. */
let acknowledged: readonly string[];
let answer: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "winnow-backup-"));
  data = join(folder, "data");
  backup = join(folder, "backup");
  const server = await startServerProcess({ WINNOW_DATA: data });
  key = server.adminKey!;
  const written: string[] = [];
  const writing = { on: true };
  const writer = (async () => {
    for (let i = 0; writing.on; i++) written.push(await put(server, i));
  })();
  await until(() => written.length >= 50);
  acknowledged = [...written];
  const { code, said } = await winnow("backup", backup);
  if (code !== 0) throw new Error(said);
  await put(server, 1_000_000);
  writing.on = false;
  await writer;
  await server.end("SIGKILL");
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it("made while products are written, restored elsewhere: all that was acknowledged before is found, under the same key", async () => {
  const elsewhere = join(folder, "elsewhere");
  expect(await winnow("restore", backup, { WINNOW_DATA: elsewhere })).toMatchObject({ code: 0 });
  const server = await startServerProcess({ WINNOW_DATA: elsewhere });
  expect(server.adminKey).toBeNull(); // it has its keys: no first start
  const found = await search(server);
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  expect(found).toEqual(expect.arrayContaining([...acknowledged]));
  expect(found).not.toContain("p1000000");
  expect(await put(server, 5)).toBe("p5");
  answer = await search(server);
  expect(await server.end("SIGTERM")).toBe(0);
}, 120_000);

it("is for its owner's eyes, whole, with no log beside its databases", async () => {
  expect((await readdir(backup)).sort()).toEqual(["backup.json", "jobs.db", "winnow.db"]);
  for (const name of ["", "backup.json", "jobs.db", "winnow.db"])
    expect((await stat(join(backup, name))).mode & 0o077).toBe(0);
  expect((await readdir(folder)).filter((name) => name.includes("partial"))).toEqual([]);
});

it("never overwrites a backup, nor a shop without --force, and keeps the shop of before", async () => {
  expect(await winnow("backup", backup)).toMatchObject({ code: 1, said: expect.stringContaining("is there already") as string }); // prettier-ignore
  const before = await readFile(join(data, "winnow.db"));
  expect(await winnow("restore", backup)).toMatchObject({ code: 1, said: expect.stringContaining("--force") as string }); // prettier-ignore
  expect((await readFile(join(data, "winnow.db"))).equals(before)).toBe(true);
  const { code, said } = await winnow("restore", backup, {}, "--force");
  expect({ code, said }).toMatchObject({ code: 0 });
  const kept = /kept in (\S+):/.exec(said)![1]!;
  expect((await readdir(kept)).sort()).toEqual(["jobs.db", "winnow.db"]);
  expect(await readdir(data)).not.toContain("index");
  const server = await startServerProcess({ WINNOW_DATA: data });
  expect(await search(server)).not.toContain("p1000000");
  expect(await put(server, 5)).toBe("p5");
  expect(await search(server)).toEqual(answer);
  await server.end("SIGTERM");
  // What was replaced is a shop that can be put back, with what was written after the backup.
  const again = join(folder, "again");
  await cp(kept, again, { recursive: true });
  const old = await startServerProcess({ WINNOW_DATA: again });
  expect(await search(old)).toContain("p1000000");
  await old.end("SIGTERM");
}, 120_000);

it("is not put under a server that is running", async () => {
  const server = await startServerProcess({ WINNOW_DATA: data });
  const found = await search(server);
  expect(await winnow("restore", backup, {}, "--force")).toMatchObject({ code: 1, said: expect.stringContaining("in use") as string }); // prettier-ignore
  expect(await search(server)).toEqual(found);
  await server.end("SIGTERM");
}, 120_000);

it.each<[string, RegExp, (copy: string) => Promise<void>]>([
  ["with a byte changed", /damaged: its SHA-256 differs/, (copy) => flip(join(copy, "winnow.db"), 5000)],
  ["cut short", /damaged: it has 4096 bytes/, (copy) => truncate(join(copy, "winnow.db"), 4096)],
  ["with a file missing", /cannot be read/, (copy) => rm(join(copy, "jobs.db"))],
  ["without its list", /is no backup/, (copy) => rm(join(copy, "backup.json"))],
  ["of a newer winnow", /has format 2, and this winnow reads 1/, (copy) => edit(copy, (list) => ({ ...list, format: 2 }))],
  ["that names a file elsewhere", /is not what winnow backup writes/, (copy) => edit(copy, (list) => ({ ...list, files: [{ ...list.files[0], name: "../x.db" }] }))],
])("refuses one %s, and changes nothing", async (_, reason, damage) => {
  const [copy, empty] = [await mkdtemp(join(folder, "damaged-")), join(folder, "empty")];
  await cp(backup, copy, { recursive: true });
  await damage(copy);
  const restoring = restore({ dataFolder: empty, engine: { kind: "embedded" }, redisUrl: null }, copy, false);
  const refusal = { code: "invalid_file", message: expect.stringMatching(reason) as string, hint: expect.any(String) as string };
  await expect(restoring).rejects.toMatchObject(refusal);
  await expect(readdir(empty)).rejects.toThrow("ENOENT");
}); // prettier-ignore

it("refuses to back up a shop that is damaged or is none, and leaves nothing half done", async () => {
  const [broken, to] = [join(folder, "broken"), join(folder, "of-broken")];
  await cp(backup, broken, { recursive: true });
  await rm(join(broken, "jobs.db"));
  for (let at = 4096 * 3; at < 4096 * 12; at += 4096) await flip(join(broken, "winnow.db"), at, 200);
  const shop = { engine: { kind: "embedded" }, redisUrl: null } as const;
  await expect(backUp({ ...shop, dataFolder: broken }, to)).rejects.toThrow(/damaged|malformed/);
  const none = backUp({ ...shop, dataFolder: join(folder, "none") }, to);
  await expect(none).rejects.toThrow("There is no shop in");
  expect((await readdir(folder)).filter((name) => name.startsWith("of-broken"))).toEqual([]);
});

it("restored, takes another name in Redis, where counts beyond its log may be, and keeps all other secrets", async () => {
  const shop = { engine: { kind: "embedded" }, redisUrl: null } as const;
  const secretsOf = async (dataFolder: string) => {
    const stores = await openStores({ ...shop, dataFolder });
    const [redis, pseudonyms] = [await stores.keys.secret("redis"), await stores.keys.secret("pseudonyms")];
    const secrets = { redis, pseudonyms };
    await stores.close();
    return secrets;
  };
  const [from, copy, to] = ["named", "of-named", "renamed"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const before = await secretsOf(from);
  await backUp({ ...shop, dataFolder: from }, copy);
  await restore({ ...shop, dataFolder: to }, copy, false);
  const after = await secretsOf(to);
  expect(after.pseudonyms).toBe(before.pseudonyms);
  expect(after.redis).not.toBe(before.redis);
});

it("says on Elasticsearch how it is done there, and does not end as if it were done", async () => {
  const there = { ENGINE: "elasticsearch", ELASTICSEARCH_URL: "http://127.0.0.1:9" };
  const { code, said } = await winnow("backup", join(folder, "es"), there);
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(/snapshot repository[^]*winnow-\*/) as string,
  });
});

const winnow = async (
  command: string,
  path: string,
  environment: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<{ readonly code: number | null; readonly said: string }> => {
  const main = fileURLToPath(new URL("../testing/winnow-process.js", import.meta.url));
  const child = spawn(process.execPath, [main, command, path, ...more], {
    env: { PATH: process.env["PATH"], WINNOW_DATA: data, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return { code: child.exitCode, said };
}; // prettier-ignore

const put = async (server: ServerProcess, i: number): Promise<string> => {
  const id = `p${i}`;
  const response = await fetch(`${server.url}/v1/products/${id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ title: `Enamel mug number ${i}`, price: i }),
  });
  if (!response.ok) throw new Error(await response.text());
  return id;
};

/** Ids, once the index holds what the store does. */
const search = async (server: ServerProcess): Promise<readonly string[]> => {
  const response = await fetch(`${server.url}/v1/search?q=enamel+mug&size=1000&sort=price:asc`);
  const { hits } = (await response.json()) as { hits: { id: string }[] };
  return hits.map(({ id }) => id).sort();
};

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

const flip = async (file: string, at: number, bytes = 1): Promise<void> => {
  const content = await readFile(file);
  for (let i = at; i < Math.min(at + bytes, content.length); i++) content[i]! ^= 0xff;
  await writeFile(file, content);
};

interface List {
  readonly files: readonly object[];
}

const edit = async (copy: string, change: (list: List) => object): Promise<void> => {
  const file = join(copy, "backup.json");
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, "utf8")) as List)));
};
