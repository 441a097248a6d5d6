import { Command } from "commander";
import type { ModelRecord } from "../domain/model.ts";
import { memoryModelStore } from "../testing/memory-model-store.ts";
import { registerModels } from "./models.ts";

const atMs = Date.UTC(2026, 0, 2, 3, 4);
const aModel = (version: string): ModelRecord => ({
  ...{ version, catalog: "products", status: "candidate", createdAtMs: atMs, trainer: "built-in" },
  ...{ featureSet: "f-1", sha256: "00", bytes: 2048, params: {} },
  window: { fromMs: 0, toMs: atMs, firstSequence: 1, lastSequence: 9, searches: 7, rows: 70, positives: 8 },
  importance: [
    { feature: "price_rank", gain: 3 },
    { feature: "title_bm25", gain: 1 },
  ],
  samples: { columns: 1, values: [0.5], scores: [1] },
});

const prepare = async () => {
  const store = memoryModelStore();
  await store.save(aModel("m-1"), "one");
  await store.save({ ...aModel("m-2"), createdAtMs: atMs + 60_000 }, "two");
  const run = async (...args: readonly string[]) => {
    let out = "";
    const stdout = { write: (text: string) => ((out += text), true) };
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    registerModels(program, { withModels: (work) => work(store), stdout, now: () => atMs });
    await program.parseAsync(["models", ...args], { from: "user" });
    return out;
  };
  return { store, run };
};

describe("winnow models", () => {
  it("lists models, newest first, and what serves", async () => {
    const { run } = await prepare();
    expect((await run("list")).split("\n")).toEqual([
      "m-2  candidate  2026-01-02 03:05  7 searches  2 kB  built-in",
      "m-1  candidate  2026-01-02 03:04  7 searches  2 kB  built-in",
      "The order by words serves.",
      "",
    ]);
  });
  it("shows what a model was made from and looks at", async () => {
    const { run } = await prepare();
    expect(await run("show", "m-1")).toMatch(/70 rows, 8 clicked or bought[^]* 75\.0 % {2}price_rank/u);
    await expect(run("show", "m-3")).rejects.toThrow("There is no model m-3 in products.");
  });
  it("promotes and rolls back, and keeps both as decisions of the command line", async () => {
    const { run, store } = await prepare();
    expect(await run("promote", "m-1")).toContain("promote            m-1  by command line: Promoted by hand");
    await run("promote", "m-2");
    expect(await run("list")).toContain("m-2 serves.");
    await expect(run("promote", "m-2")).rejects.toThrow("serves everyone already");
    expect(await run("rollback")).toContain("m-1 serves instead.");
    expect((await store.pointer("products")).champion).toBe("m-1");
    expect((await run("decisions")).trim().split("\n")).toHaveLength(3);
    expect((await run("decisions", "--limit", "1")).trim().split("\n")).toHaveLength(1);
    await expect(run("decisions", "--limit", "0")).rejects.toThrow("from 1 to 1000");
  });
  it("says all of it as JSON, without the rows for scorers", async () => {
    const { run } = await prepare();
    const { models, pointer } = JSON.parse(await run("list", "--json")) as { models: object[]; pointer: object };
    expect(models[0]).toMatchObject({ version: "m-2", sha256: "00" });
    expect(models[0]).not.toHaveProperty("samples");
    expect(pointer).toEqual({ revision: 0, champion: null, canary: null });
  });
});
