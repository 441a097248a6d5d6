import { createHash } from "node:crypto";
import { WinnowError } from "../domain/errors.ts";
import type { ModelRecord } from "../domain/model.ts";
import { aModel } from "../testing/model-builders.ts";
import { memoryModelStore } from "../testing/memory-model-store.ts";
import { quickTrainer } from "../testing/quick-trainer.ts";
import { openServingModels } from "./serving-models.ts";

const features = { hash: "f-1", names: ["one", "two"] };
const run = { signal: new AbortController().signal, onProgress: () => undefined };

/** A model of real trees, of this seed. */
const trained = async (seed: number, more: Partial<ModelRecord> = {}) => {
  const values = Float32Array.from({ length: 800 }, (_, i) => (i * (7 + seed)) % 101);
  const labels = Float32Array.from(
    { length: 400 },
    (_, i) => (values[2 * i]! > 50 ? 1 : 0) + 0.01 * values[2 * i + 1]!,
  );
  const fit = { values, labels, columns: 2, weights: null, groups: Int32Array.of(400), positions: null };
  const params = { objective: "regression", min_data_in_leaf: 5, seed };
  const trainer = quickTrainer(5);
  const { text } = await trainer.train({ names: features.names, fit, stop: null, params, patience: 5 }, run);
  const rows = values.slice(0, 40);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const samples = { columns: 2, values: [...rows], scores: [...(await trainer.score(text, rows, 2))] };
  return { text, record: aModel({ version: `m-${seed}`, sha256, samples, ...more }) };
};

const opened = (everyMs = 5) => {
  const store = memoryModelStore();
  const troubles: string[] = [];
  const serving = openServingModels({
    ...{ store, features, everyMs, now: () => 1000 },
    onTrouble: (_, message) => troubles.push(message),
  });
  const save = async (seed: number, more: Partial<ModelRecord> = {}) => {
    const { text, record } = await trained(seed, more);
    await store.save(record, text);
    return record;
  };
  let revision = 0;
  const point = async (champion: string | null, canary: string | null = null) => {
    revision += 1;
    await store.point("shop", {
      ...{ revision, champion },
      canary: canary === null ? null : { version: canary, share: 0.2, sinceMs: 0 },
    });
  };
  return { store, serving, troubles, save, point };
};

describe("the models that serve", () => {
  it("are none before one is promoted, and none of a catalogue that is not followed", async () => {
    const { serving } = opened();
    await serving.follow("shop");
    expect(serving.of("shop")).toMatchObject({ champion: null, canary: null, suspended: null });
    expect(serving.of("other").champion).toBeNull();
    await serving[Symbol.asyncDispose]();
  });

  it("are those of the pointer within moments, scored as trained", async () => {
    const { serving, save, point } = opened();
    await serving.follow("shop");
    const before = serving.of("shop").generation;
    const { samples } = await save(1);
    await save(2);
    await point("m-1", "m-2");
    while (serving.of("shop").champion === null) await new Promise((resolve) => setTimeout(resolve, 5));
    const { champion, canary, generation } = serving.of("shop");
    expect([champion!.version, canary!.model.version, canary!.share]).toEqual(["m-1", "m-2", 0.2]);
    expect(generation).toBeGreaterThan(before);
    const out = new Float64Array(samples.scores.length);
    champion!.scorer.score(
      Float64Array.from(samples.values, (value) => value!),
      out.length,
      out,
    );
    expect([...out]).toEqual(samples.scores);
    await serving[Symbol.asyncDispose]();
  });

  it("stay when a new one does not hold, and a decision says why, once", async () => {
    const { store, serving, troubles, save, point } = opened(1e6);
    await save(1);
    await point("m-1");
    await serving.follow("shop");
    const spoilt: readonly (readonly [number, Partial<ModelRecord>, string])[] = [
      [2, { featureSet: "f-else" }, "features"],
      [3, { sha256: "0".repeat(64) }, "SHA-256"],
      [4, { samples: { columns: 2, values: [1, 2], scores: [0.5] } }, "bit for bit"],
      [5, { samples: { columns: 2, values: [], scores: [] } }, "bit for bit"],
    ];
    for (const [seed, more, why] of spoilt) {
      await save(seed, more);
      await point(`m-${seed}`);
      await serving.refresh("shop");
      await serving.refresh("shop");
      expect(serving.of("shop").champion!.version).toBe("m-1");
      expect(troubles.at(-1)).toContain(why);
      const [decision] = await store.decisions("shop", 10);
      expect(decision).toMatchObject({ kind: "fall_back", version: `m-${seed}`, against: "m-1", by: "serving" });
      expect(decision!.reason).toContain(why);
    }
    expect(await store.decisions("shop", 10)).toHaveLength(spoilt.length);
    await point("m-6");
    await serving.refresh("shop");
    expect(troubles.at(-1)).toContain("not in the store");
    expect(serving.of("shop").refused).toEqual(["m-6"]);
    await point("m-1");
    await serving.refresh("shop");
    expect(serving.of("shop").refused).toEqual([]);
    await serving[Symbol.asyncDispose]();
  });

  it("are rolled back to without loading again", async () => {
    const { store, serving, save, point } = opened(1e6);
    for (const seed of [1, 2]) await save(seed);
    await point("m-1");
    await serving.follow("shop");
    const first = serving.of("shop").champion;
    await point("m-2");
    await serving.refresh("shop");
    await store.remove("shop", "m-1"); // were it loaded again, it would not be found
    await point("m-1");
    await serving.refresh("shop");
    expect(serving.of("shop").champion).toBe(first);
    await serving[Symbol.asyncDispose]();
  });

  it("stay while the store does not answer, and are looked up again", async () => {
    const { store, serving, troubles, save, point } = opened(5);
    await save(1);
    await point("m-1");
    await serving.follow("shop");
    const pointer = store.pointer.bind(store);
    store.pointer = () => Promise.reject(new WinnowError("storage_failed", "no answer"));
    while (troubles.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(serving.of("shop").champion!.version).toBe("m-1");
    store.pointer = pointer;
    await save(2);
    await point("m-2");
    while (serving.of("shop").champion!.version !== "m-2") await new Promise((resolve) => setTimeout(resolve, 5));
    await serving[Symbol.asyncDispose]();
  });

  it("rest while they are suspended, and serve again", async () => {
    const { serving, save, point } = opened(1e6);
    await save(1);
    await point("m-1", "m-1");
    await serving.follow("shop");
    serving.suspend("shop", "stale");
    expect(serving.of("shop")).toMatchObject({
      champion: null,
      canary: null,
      suspended: { why: "stale", sinceMs: 1000 },
    });
    serving.resume("shop");
    expect(serving.of("shop").champion!.version).toBe("m-1");
    expect(serving.of("shop").suspended).toBeNull();
    await serving[Symbol.asyncDispose]();
  });
});
