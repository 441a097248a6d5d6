import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cannotRun } from "../src/testing/faults/can-run.ts";
import { checkRow } from "../src/testing/faults/check-row.ts";
import { readSeen, renderPage, seenWords } from "../src/testing/faults/page.ts";
import { rows } from "../src/testing/faults/rows.ts";
import type { Benchmark } from "./harness.ts";

// Of the compiled file.
const page = new URL("../../docs/faults.md", import.meta.url);
const seed = 1;

/** Makes every fault of the matrix that can be made here, in its long form, and writes docs/faults.md from what was seen. */
export const bench: Benchmark = {
  name: "faults",
  title: "the fault matrix: makes each fault, looks, and writes docs/faults.md (WINNOW_FAULTS=id,… runs these alone)",
  async run({ quick, log }) {
    const wanted = (process.env["WINNOW_FAULTS"] ?? "").split(",").filter((id) => id !== "");
    const seen = new Map(readSeen(read()));
    const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout.trim();
    const date = new Date().toISOString().slice(0, 10);
    const counts = { kept: 0, broken: 0, skipped: 0 };
    for (const row of rows) {
      if (wanted.length > 0 && !wanted.includes(row.id)) continue;
      const why = cannotRun(row);
      if (why !== null) {
        counts.skipped++;
        log(`${row.id}: skipped, since ${why}`);
        continue;
      }
      const saw = await row.run({ points: quick ? (row.quickPoints ?? 20) : 200, seed });
      const complaints = checkRow(row, saw);
      const words = seenWords(saw, date, commit);
      log(`${row.id}: ${words}`);
      for (const complaint of complaints) log(`${row.id}: NOT AS PROMISED: ${complaint}`);
      counts[complaints.length === 0 ? "kept" : "broken"]++;
      if (complaints.length > 0) continue;
      seen.set(row.id, words);
      writeFileSync(page, renderPage(rows, seen));
    }
    return { unit: "rows", ours: counts, peers: {}, ratio: {}, n: counts.kept + counts.broken, seed };
  },
};

const read = (): string => {
  try {
    return readFileSync(page, "utf8");
  } catch {
    return "";
  }
};
