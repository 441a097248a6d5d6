import { Command } from "commander";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { shopEvent } from "../ports/behaviour-builders.contract.ts";
import { defaultMapping } from "../testing/harness.ts";
import { aModel } from "../testing/model-builders.ts";
import { promoteByHand } from "../training/registry.ts";
import { makeDemoShop } from "./demo.ts";
import { demoExploration, demoSettings } from "./demo-learning.ts";
import { startDemoShoppers } from "./demo-shoppers.ts";
import { registerImport } from "./import.ts";

describe("an import that replaces the demo shop", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "winnow-forget-demo-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const open = () => openSqlite(join(folder, "winnow.db"));

  const importFile = async (...args: readonly string[]): Promise<string> => {
    const path = join(folder, "own.csv");
    await writeFile(path, "id,title\na,Lamp\n");
    const stdout = new PassThrough();
    const program = new Command();
    registerImport(program, {
      ...{ openStore: open, readMapping: () => Promise.resolve(defaultMapping), stdin: Readable.from([]), stdout },
      stderr: new PassThrough(),
    });
    await program.parseAsync(["import", path, ...args], { from: "user" });
    stdout.end();
    return text(stdout);
  };
  const lessons = async (): Promise<readonly unknown[]> => {
    await using stores = await open();
    const { champion } = await stores.models.pointer("products");
    return [
      (await stores.events.read("products", 0, 10)).length,
      (await stores.models.list("products")).length,
      champion,
    ];
  };
  const learn = async (demo: boolean): Promise<void> => {
    await using stores = await open();
    await stores.products.defineCatalog("products", defaultMapping);
    if (demo)
      await makeDemoShop({ store: stores.products, catalog: "products", seed: 1, count: 30, nowMs: Date.now() });
    await stores.events.append([shopEvent("e", { catalog: "products", timestampMs: Date.now() + 60_000 })]);
    await stores.models.save(aModel({ version: "m-1", catalog: "products" }), "text");
    await promoteByHand({ store: stores.models, now: Date.now }, "products", "m-1", "gate");
  };

  it("forgets what its shoppers did and taught, but not while its products stay", async () => {
    await learn(true);
    expect(await importFile("--update")).not.toContain("demo shop");
    expect(await lessons()).toEqual([1, 1, "m-1"]);
    expect(await importFile()).toContain("The demo shop is gone");
    expect(await lessons()).toEqual([0, 0, null]);
  });

  it("leaves alone what a shop has learned from its own shoppers", async () => {
    await learn(false);
    expect(await importFile()).not.toContain("demo shop");
    expect(await lessons()).toEqual([1, 1, "m-1"]);
  });
});

describe("shoppers of the demo shop", () => {
  it("leave when its products are gone, and learning goes on as in any shop", async () => {
    let stands = true;
    let written = "";
    const [exploration, loop] = [demoExploration(), demoSettings()];
    const gone = new Promise<void>((resolve) => {
      startDemoShoppers({
        // Nobody listens there: what the shoppers meet is of no matter here.
        ...{ url: "http://127.0.0.1:9", shop: { seed: 1, count: 20, nowMs: Date.now() } },
        ...{ out: { write: (line: string) => (written += line) }, stands: () => Promise.resolve(stands) },
        progress: () => Promise.resolve({ training: null, canary: null }),
        pointer: () => Promise.resolve({ revision: 0, champion: null, canary: null }),
        decisions: () => Promise.resolve([]),
        onGone: () => {
          exploration.end(0.01);
          loop.end();
          resolve();
          return Promise.resolve();
        },
      });
    });
    expect([exploration.share, loop.settings.retrainAfterSearches]).toEqual([0.5, 1000]);
    stands = false;
    await gone;
    await Promise.resolve();
    expect(written).toContain("gone with the demo shop");
    exploration.calm();
    expect([exploration.share, loop.settings.retrainAfterSearches]).toEqual([0.01, 2000]);
    expect(loop.settings.canary.minMs).toBe(3_600_000);
  });
});
