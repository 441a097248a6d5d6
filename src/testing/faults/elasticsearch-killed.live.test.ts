import { cannotRun } from "./can-run.ts";
import { busyMachine, checkRow } from "./check-row.ts";
import { seenWords } from "./page.ts";
import { rows } from "./rows.ts";

const row = rows.find(({ id }) => id === "elasticsearch-killed")!;
const why = cannotRun(row);
if (why !== null) console.log(`${row.id} is skipped: ${why}`);

(why === null ? it : it.skip)(
  "an Elasticsearch that is killed under load and started again fails searches at once, answers when it is back, and has lost nothing acknowledged",
  async () => {
    const seen = await row.run({ points: 1, seed: 1 });
    console.log(seenWords(seen, "now", "here"));
    expect(checkRow(row, seen, busyMachine)).toEqual([]);
  },
  240_000,
);
