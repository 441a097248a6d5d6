import { Command } from "commander";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { openEmbeddedRetrieval } from "../adapters/embedded/open-embedded-retrieval.ts";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { engineProbe, queueProbe, readDefaultMapping, readSynonyms } from "../compose.ts";
import { readConfig } from "../config/config.ts";
import { WinnowError } from "../domain/errors.ts";
import type { Probe } from "../domain/finding.ts";
import { featureSet } from "../../ranking/feature-set.ts";
import { aModel } from "../testing/model-builders.ts";
import { checkConfig, checkNode, checkServer, doctorProbes, judgeRoom } from "./doctor-checks.ts";
import { registerDoctor } from "./doctor.ts";

const run = async (probes: readonly Probe[], ...flags: readonly string[]): Promise<{ text: string; code: number }> => {
  let [text, code] = ["", 0];
  const stdout = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  const program = new Command("winnow");
  registerDoctor(program, { probes: () => probes, stdout, setExitCode: (status) => (code = status) });
  await program.parseAsync(["doctor", ...flags], { from: "user" });
  return { text, code };
};

describe("winnow doctor", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "winnow-doctor-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const look = () => engineProbe({ dataFolder: folder, engine: { kind: "embedded" } }).look();
  const fill = async (): Promise<void> => {
    await using store = (await openSqlite(join(folder, "winnow.db"))).products;
    await store.defineCatalog("products", await readDefaultMapping());
    await store.write("products", [{ op: "put", product: { id: "a", title: "Lamp" } }]);
    await using retrieval = await openEmbeddedRetrieval({ store, snapshotFolder: join(folder, "index") });
    await retrieval.refresh("products");
  };

  it("prints a line a finding, what to do where there is something to do, and counts", async () => {
    const { text, code } = await run([
      { check: "a", look: () => Promise.resolve([{ check: "a", level: "ok", message: "fine", hint: "never shown" }]) },
      { check: "b", look: () => Promise.resolve([{ check: "b", level: "warn", message: "hm", hint: "Do this." }]) },
    ]);
    expect(text.split("\n").map((line) => line.trim().replaceAll(/ +/gu, " "))).toEqual([
      ...["ok a fine", "warn b hm", "→ Do this.", "", "1 ok, 1 to see to, 0 failed.", ""],
    ]);
    expect(code).toBe(0);
  });
  it("fails with exit code 1, goes on after a probe that throws, and says what to do about it", async () => {
    const broken: Probe = {
      check: "engine",
      look: () => Promise.reject(new WinnowError("engine_unavailable", "It is gone.", { hint: "Start it." })),
    };
    const fine: Probe = { check: "b", look: () => Promise.resolve([{ check: "b", level: "ok", message: "fine" }]) };
    const { text, code } = await run([broken, fine], "--json");
    expect(code).toBe(1);
    expect(JSON.parse(text)).toEqual({
      ok: false,
      findings: [
        { check: "engine", level: "fail", message: "It is gone.", hint: "Start it." },
        { check: "b", level: "ok", message: "fine" },
      ],
    });
  });
  it("finds nothing wrong with an installation that works, and changes nothing in it", async () => {
    await fill();
    const before = execFileSync("sha256sum", [join(folder, "winnow.db")]).toString();
    const probes = doctorProbes({
      config: readConfig({ WINNOW_DATA: folder, PORT: "0" }),
      given: [],
      engine: engineProbe({ dataFolder: folder, engine: { kind: "embedded" } }),
      queue: queueProbe({ redisUrl: null }),
      readSynonyms,
      readMapping: readDefaultMapping,
    });
    const findings = (await Promise.all(probes.map((probe) => probe.look()))).flat();
    expect(
      findings.filter(({ level, check }) => level !== "ok" && check !== "server" && check !== "data folder"),
    ).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(["configuration", "node", "store", "index products", "synonyms"]),
    );
    expect(execFileSync("sha256sum", [join(folder, "winnow.db")]).toString()).toBe(before);
  });
  it("tells that there is nothing yet without making it", async () => {
    expect(await look()).toMatchObject([{ check: "store", level: "warn", message: expect.stringContaining("not there") as string }]); // prettier-ignore
    expect(await look()).toHaveLength(1);
  });
  it("fails on a file that is no database, on another program's and on a newer winnow's", async () => {
    const file = join(folder, "winnow.db");
    writeFileSync(file, "this is no database, it is a text of some length");
    await expect(look()).rejects.toMatchObject({ code: "storage_failed" });
    rmSync(file);
    const { default: Database } = await import("better-sqlite3");
    const other = new Database(file);
    other.exec("CREATE TABLE theirs (x)");
    other.close();
    expect(await look()).toMatchObject([{ level: "fail", message: expect.stringContaining("another program") as string }]); // prettier-ignore
    rmSync(file);
    await fill();
    const ours = new Database(file);
    ours.pragma("user_version = 999");
    ours.close();
    expect(await look()).toMatchObject([{ level: "fail", message: expect.stringContaining("schema 999") as string }]); // prettier-ignore
  });
  it("warns of a snapshot that cannot be used", async () => {
    await fill();
    writeFileSync(join(folder, "index", "products.snapshot"), "x".repeat(100));
    expect(await look()).toMatchObject([{ level: "ok" }, { check: "index products", level: "warn" }]);
  });
  it("fails on a champion that cannot be loaded, and says what serves instead", async () => {
    await fill();
    {
      await using models = (await openSqlite(join(folder, "winnow.db"))).models;
      await models.save(aModel({ version: "m-1", catalog: "products", featureSet: featureSet.hash }), "no trees");
      await models.point("products", { revision: 1, champion: "m-1", canary: null });
    }
    const finding = (await look()).find(({ check }) => check === "model products");
    expect(finding).toMatchObject({ level: "fail", message: expect.stringContaining("SHA-256") as string });
    expect(finding?.hint).toContain("order by words serves");
  });
  it("fails on a stored mapping that this version does not understand", async () => {
    await fill();
    const { default: Database } = await import("better-sqlite3");
    const db = new Database(join(folder, "winnow.db"));
    db.exec(`UPDATE catalogs SET mapping = '{"body":{"mappings":{"dynamic":true}}}'`);
    db.close();
    expect(await look()).toContainEqual(expect.objectContaining({ check: "mapping products", level: "fail" }));
  });
});

describe("checks of the doctor", () => {
  it("judge Node by what it was tested on", () => {
    const levels = ["18.20.0", "20.18.9", "20.19.0", "20.20.2", "22.1.0", "24.1.0", "24.19.0", "25.0.0"].map(
      (version) => checkNode(version).level,
    );
    expect(levels).toEqual(["fail", "fail", "ok", "ok", "ok", "ok", "warn", "warn"]);
  });
  it("judge the room on the disk", () => {
    const level = (freeGb: number) =>
      judgeRoom({ folder: "data", freeBytes: freeGb * 1024 ** 3, totalBytes: 100 * 1024 ** 3 }).level;
    expect([0.1, 1, 10].map(level)).toEqual(["fail", "warn", "ok"]);
  });
  it("warn of settings that are valid and probably not meant", () => {
    const levels = (environment: Record<string, string>) =>
      checkConfig(readConfig(environment)).map(({ level }) => level);
    expect(levels({})).toEqual(["ok"]);
    expect(levels({ WINNOW_CORS_ORIGINS: "*,https://shop.example" })).toEqual(["warn"]);
    expect(levels({ WINNOW_TRUST_PROXY: "true", HOST: "0.0.0.0" })).toEqual(["warn"]);
  });
  it("name a variable that nobody reads, and what it was probably meant to be", () => {
    const given = ["WINNOW_SERCH_AT_ONCE", "WINNOW_DATA", "WINNOW_KEY", "SEARCH_AT_ONCE"];
    expect(checkConfig(readConfig({}), given)).toEqual([
      {
        ...{ check: "configuration", level: "warn", message: "WINNOW_SERCH_AT_ONCE is read by nobody" },
        hint: "Did you mean WINNOW_SEARCH_AT_ONCE? See docs/configure.md.",
      },
    ]);
  });
  it("ask a running server whether its index keeps up", async () => {
    let [status, lag] = [200, 0];
    let step = 0;
    const server = createServer((request, response) => {
      if (request.url === "/readyz") response.writeHead(status).end(JSON.stringify({ detail: "Being loaded." }));
      else response.end(`# HELP x\nwinnow_index_lag{catalog="products"} ${(lag += step)}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const levels = async () =>
      (await checkServer({ host: "127.0.0.1", port })).map(({ check, level }) => `${check} ${level}`);
    expect(await levels()).toEqual(["server ok", "index ok"]);
    lag = 5;
    expect(await levels()).toEqual(["server ok", "index warn"]);
    [lag, step] = [5, -1];
    expect(await levels()).toEqual(["server ok", "index ok"]);
    status = 503;
    expect(await levels()).toEqual(["server warn"]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await levels()).toEqual(["server warn"]);
  });
});
