import { cannotRun } from "./can-run.ts";
import { busyMachine, checkRow } from "./check-row.ts";
import { rows } from "./rows.ts";

const seed = Number(process.env["WINNOW_TEST_SEED"] ?? Date.now() % 1_000_000);

describe(`the fault matrix, rows that need a server or root (WINNOW_TEST_SEED=${seed})`, () => {
  for (const row of rows.filter(({ needs, isLong }) => needs !== undefined && isLong !== true)) {
    const why = cannotRun(row);
    const name = `${row.id}: ${row.of} ${row.fault}`;
    if (why !== null) {
      console.log(`${row.id} is skipped: ${why}`);
      it.skip(name, () => undefined);
      continue;
    }
    it(
      name,
      async () => {
        const seen = await row.run({ points: row.quickPoints ?? 20, seed });
        expect(checkRow(row, seen, busyMachine)).toEqual([]);
      },
      240_000,
    );
  }
});
