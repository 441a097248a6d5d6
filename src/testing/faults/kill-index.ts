import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "../../../ranking/metrics/random.ts";
import { readSnapshot } from "../../adapters/embedded/snapshot.ts";
import { openStores } from "../../compose.ts";
import { readConfig } from "../../config/config.ts";
import { runAndKill } from "../killed-child.ts";
import type { Scale, Seen } from "./row.ts";
import { openFaultShop } from "./shop.ts";

/** Where the kills are to come. */
type Moment = "merge" | "snapshot";

/** Products, and how many of them each import changes: no more than it takes, since a child's time goes there. */
const shops = {
  // A merge goes to a thread of its own when more than 2,000 products of a part are left, and more than a third are not.
  merge: { count: 3200, changed: 1100 },
  // A snapshot is due after 1,000 changes.
  snapshot: { count: 1050, changed: 1050 },
} as const satisfies Record<Moment, object>;

/**
 * Imports, merges and snapshots one after the other in a child that is killed: some milliseconds into a merge, or at the
 * n-th step of writing a snapshot. Every tenth time a server is started on what is left, and searched.
 */
export const killInIndex =
  (moment: Moment) =>
  async ({ points, seed }: Scale): Promise<Seen> => {
    const folder = mkdtempSync(join(tmpdir(), "winnow-kill-"));
    const index = join(folder, "index");
    const snapshot = join(index, "products.snapshot");
    await (await openStores(readConfig({ WINNOW_DATA: folder }))).close();
    const random = seededRandom(seed);
    const lost: string[] = [];
    const answers: Seen["answers"][number][] = [];
    let hit = 0;
    let healedMs = 0;
    const { count, changed } = shops[moment];
    /** The last import. */
    let acknowledged = 0;
    for (let round = 1; round <= points; round++) {
      const inMerge = moment === "merge";
      const lines = await runAndKill({
        script: new URL("./index-child.js", import.meta.url),
        args: [join(folder, "winnow.db"), index, String(round), String(count), String(changed)],
        environment: {
          NODE_OPTIONS: `--import ${new URL("./index-shim.js", import.meta.url).href}`,
          ...(!inMerge && { WINNOW_KILL_AT: String(1 + Math.floor(random() * 120)) }),
        },
        counts: (line) => line === "merging",
        ...(inMerge ? { after: 1, delayMs: random() * 120 } : { after: null, delayMs: 0 }),
      });
      for (const line of lines) {
        const [, generation] = /^import (\d+)$/u.exec(line) ?? [];
        if (generation !== undefined) acknowledged = Number(generation);
      }
      const half = readdirSync(index).some((name) => name.endsWith(".tmp"));
      if (inMerge ? lines.includes("merging") : half) hit++;
      const read = await readSnapshot(snapshot).catch((error: unknown) => error as Error);
      if (read instanceof Error) lost.push(`the snapshot is broken after ${round} kills: ${read.message}`);
      if (round % 10 !== 0 && round !== points) continue;
      const from = performance.now();
      await using shop = await openFaultShop({ folder, products: [] });
      healedMs = Math.max(healedMs, performance.now() - from);
      for (const id of ["p0", "p617", `p${changed - 1}`]) {
        const { status, body } = await shop.search(`lamp ${id}`);
        if (status !== 200) continue; // is a complaint of its own
        const price = body.hits?.find((each) => each.id === id)?.product?.price;
        // One that was being written may have become durable just before it could be acknowledged.
        if ((price ?? -1) < acknowledged) lost.push(`${id} of import ${acknowledged} is ${price ?? "not"} there, after ${round} kills`); // prettier-ignore
      }
      const { total = count } = (await shop.search("lamp")).body;
      if (total !== count) lost.push(`of ${count} products ${total} are found, after ${round} kills`);
      // The shop of this process may be writing one of its own.
      const own = `.${process.pid}.tmp`;
      const left = readdirSync(index).filter((name) => name.endsWith(".tmp") && !name.endsWith(own));
      if (left.length > 0) lost.push(`room: ${left.length} half snapshots are left behind after a restart`);
      answers.push(...shop.noted);
    }
    rmSync(folder, { recursive: true });
    const broken = hit > points / 2 ? [] : [`only ${hit} of ${points} kills met a ${moment}`];
    const note = `${points} kills, ${hit} of them in mid-${moment}`;
    return { answers, lost, broken, healedMs, note };
  };
