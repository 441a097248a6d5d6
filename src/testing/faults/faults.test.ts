import { busyMachine, checkRow } from "./check-row.ts";
import { rows } from "./rows.ts";

const seed = Number(process.env["WINNOW_TEST_SEED"] ?? Date.now() % 1_000_000);

describe(`the fault matrix, rows that need no server (WINNOW_TEST_SEED=${seed})`, () => {
  for (const row of rows.filter(({ needs }) => needs === undefined)) {
    it(`${row.id}: ${row.of} ${row.fault}`, async () => {
      const seen = await row.run({ points: row.quickPoints ?? 20, seed });
      expect(checkRow(row, seen, busyMachine)).toEqual([]);
    }, 240_000);
  }
});
