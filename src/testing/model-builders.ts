import type { ModelRecord } from "../domain/model.ts";

/** A record of a model that was never trained, changed as a test needs it. */
export const aModel = (more: Partial<ModelRecord> = {}): ModelRecord => ({
  version: "m-000000000001",
  catalog: "shop",
  status: "candidate",
  createdAtMs: 1_700_000_000_000,
  trainer: "built-in",
  featureSet: "f-1",
  sha256: "0".repeat(64),
  bytes: 3,
  window: { fromMs: 1, toMs: 2, firstSequence: 3, lastSequence: 4, searches: 5, rows: 6, positives: 7 },
  params: {},
  importance: [],
  samples: { columns: 2, values: [], scores: [] },
  ...more,
});
