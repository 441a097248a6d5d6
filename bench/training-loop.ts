import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../src/adapters/sqlite/open-sqlite.ts";
import type { Trainer, TrainingRequest } from "../src/ports/trainer.ts";
import { memoryModelStore } from "../src/testing/memory-model-store.ts";
import { columnNames } from "../src/testing/ranking-rows.ts";
import { retrain } from "../src/training/retrain.ts";
import { defaultLoopSettings } from "../src/training/settings.ts";
import { fillLog } from "./training-log.ts";

const SHOWN = 10;
const COLUMNS = 40;
const END_MS = Date.UTC(2026, 0, 1);

export interface LoopTimes {
  /** From the log to rows in memory, in seconds: read twice, attributed, labelled. */
  readonly reading: number;
  /** From rows to a stored decision: trained, judged, promoted or refused. */
  readonly deciding: number;
  /** The library alone on the very matrix that the loop made of the log. */
  readonly alone: number;
}

/**
 * Fills a log in SQLite, then has the loop make a model of it as it would unattended: reads the log, labels, trains,
 * judges, decides, stores.
 */
export async function measureLoop(
  impressions: number,
  rounds: number,
  trainer: Trainer,
  alone: (request: TrainingRequest) => number,
  log: (line: string) => void,
): Promise<readonly LoopTimes[]> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-training-"));
  try {
    await using stores = await openSqlite(join(folder, "shop.sqlite"), { now: () => END_MS });
    const features = { hash: "f-1", names: columnNames(COLUMNS) };
    const fillingMs = performance.now();
    await fillLog(stores.events, {
      ...{ impressions, shown: SHOWN, columns: COLUMNS, catalog: "shop", featureSet: features.hash },
      ...{ endMs: END_MS - 3_600_000, seed: 1 },
    });
    log(`${impressions} impressions and their clicks logged in ${since(fillingMs).toFixed(0)} s`);
    const times: LoopTimes[] = [];
    for (let round = 0; round < rounds; round++) {
      const asked: TrainingRequest[] = [];
      let rowsMs = NaN;
      const watched: Trainer = {
        ...trainer,
        train(request, run) {
          asked.push(request);
          rowsMs = performance.now();
          return trainer.train(request, run);
        },
      };
      const startMs = performance.now();
      const { says } = await retrain(
        {
          ...{ events: stores.events, store: memoryModelStore(), trainer: watched, features },
          ...{ now: () => END_MS + round, settings: defaultLoopSettings },
        },
        "shop",
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
      );
      const endMs = performance.now();
      const [request] = asked;
      if (request === undefined) throw new Error(`the loop trained nothing: ${says}`);
      const seconds = { reading: (rowsMs - startMs) / 1000, deciding: (endMs - rowsMs) / 1000, alone: alone(request) };
      times.push(seconds);
      const said = Object.entries(seconds).map(([name, s]) => `${name} ${s.toFixed(1)} s`);
      log(`${request.fit.labels.length} rows to fit, ${said.join(", ")}: ${says}`);
    }
    return times;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function since(startMs: number): number {
  return (performance.now() - startMs) / 1000;
}
