import { createHash } from "node:crypto";
import { aModel } from "../testing/model-builders.ts";
import { readModelFixture } from "../testing/model-fixtures.ts";
import { diagnoseModels } from "./diagnose-models.ts";

const { text, float32 } = readModelFixture("plain");
const columns = float32.values.length / float32.scores.length;
const features = { hash: "f-1", names: Array.from({ length: columns }, (_, i) => `f${i}`) };
const samples = { columns, values: [...float32.values], scores: [...float32.scores] };
const record = aModel({ version: "m-1", samples, sha256: createHash("sha256").update(text).digest("hex") });
const stored = { catalog: "shop", version: "m-1", record, text };

it("finds that a model that can be loaded can, and of each other one why it cannot and what to do", async () => {
  const found = await diagnoseModels(
    [
      stored,
      { ...stored, text: text.replace("leaf_value=", "leaf_value=1") },
      { ...stored, text: null },
      { ...stored, record: { ...record, featureSet: "f-0" } },
    ],
    features,
  );
  expect(found.map(({ level }) => level)).toEqual(["ok", "fail", "fail", "fail"]);
  expect(found.map(({ check }) => check)).toEqual(Array(4).fill("model shop"));
  expect(found.slice(1).map(({ message }) => message)).toEqual([
    expect.stringContaining("SHA-256"),
    expect.stringContaining("not in the store"),
    expect.stringContaining("reads the features f-0"),
  ]);
  for (const { hint } of found.slice(1)) expect(hint).toContain("winnow models rollback");
});
