import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { JsonObject } from "../../domain/json.ts";
import { readLambdarankExample } from "../../testing/lambdarank-example.ts";
import { openLightgbm } from "./open-trainer.ts";

const example = readLambdarankExample();
const folder = mkdtempSync(join(tmpdir(), "winnow-lightgbm-live-"));
const run = promisify(execFile);

/** The same matrices and parameters through Python's package: text, measures, scores and contributions. */
const script = `
import json, sys
import numpy as np
import lightgbm

folder, params = sys.argv[1], json.loads(sys.argv[2])
def dataset(name, reference=None):
    label = np.fromfile(f"{folder}/{name}.labels", dtype=np.float32)
    group = np.fromfile(f"{folder}/{name}.groups", dtype=np.int32)
    values = np.fromfile(f"{folder}/{name}.values", dtype=np.float64).reshape(len(label), -1)
    return lightgbm.Dataset(values, label, group=group, reference=reference, free_raw_data=False)
fit = dataset("fit")
test = dataset("test", fit)
measures = {}
booster = lightgbm.train(params, fit, valid_sets=[test], valid_names=["test"],
                         callbacks=[lightgbm.record_evaluation(measures)])
open(f"{folder}/model.txt", "w").write(booster.model_to_string())
booster.predict(test.data, raw_score=True).tofile(f"{folder}/scores")
booster.predict(test.data, pred_contrib=True).tofile(f"{folder}/contributions")
print(json.dumps(measures["test"]))
`;

/** Python with lightgbm in an environment of its own; null where it cannot be made. */
async function makePython(): Promise<string | null> {
  try {
    await run("python3", ["-m", "venv", join(folder, "venv")]);
    const python = join(folder, "venv/bin/python");
    await run(python, ["-m", "pip", "install", "--quiet", "lightgbm==4.7.0"]);
    return python;
  } catch (error) {
    console.warn(`skipped, Python's lightgbm cannot be installed here: ${String(error)}`);
    return null;
  }
}

const python = example === null ? null : await makePython();
const here = python === null ? test.skip : test;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

here.each<[string, JsonObject]>([
  ["its own train.conf", { bagging_freq: 1, bagging_fraction: 0.9, min_sum_hessian_in_leaf: 5, learning_rate: 0.1 }],
  ["drawn features, regularised", { feature_fraction: 0.7, lambda_l1: 0.1, lambda_l2: 3, num_leaves: 15, seed: 5 }],
  ["our gains and truncation", { label_gain: [0, 1, 2, 3, 4], lambdarank_truncation_level: 13, max_bin: 63 }],
])(
  "the same rows and parameters give Python's text, measures, scores and contributions: %s",
  async (_name, some) => {
    const trainer = await openLightgbm({ cacheFolder: join(folder, "cache") });
    const { names, fit, test: unseen } = example!;
    const params = { objective: "lambdarank", min_data_in_leaf: 50, num_iterations: 100, eval_at: [1, 3, 5], ...some };
    const once = { signal: new AbortController().signal, onProgress: () => undefined };
    const { text, params: inForce } = await trainer.train({ names, fit, stop: null, params, patience: 1 }, once);
    const { history } = await trainer.train({ names, fit, stop: unseen, params, patience: 1000 }, once);

    for (const [name, rows] of Object.entries({ fit, test: unseen })) {
      for (const part of ["values", "labels", "groups"] as const) {
        const { buffer, byteOffset, byteLength } = rows[part];
        writeFileSync(join(folder, `${name}.${part}`), new Uint8Array(buffer, byteOffset, byteLength));
      }
    }
    // The number of threads is no parameter here, since it would be repeated in the text.
    const { num_threads: _, ...theirs } = inForce;
    const { stdout } = await run(python!, ["-c", script, folder, JSON.stringify(theirs)], { maxBuffer: 1e8 });

    expect(`${text}\npandas_categorical:null\n`).toBe(readFileSync(join(folder, "model.txt"), "utf8"));
    const measures = JSON.parse(stdout.trim().split("\n").at(-1)!) as Record<string, number[]>;
    for (const [round, measure] of measures["ndcg@1"]!.entries()) expect(history[round]).toBeCloseTo(measure, 12);
    expect(await trainer.score(text, unseen.values, 301)).toEqual(numbers("scores"));
    expect(await trainer.contributions(text, unseen.values, 301)).toEqual(numbers("contributions"));
  },
  120_000,
);

function numbers(name: string): Float64Array {
  return new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
}
