import { openSqlite } from "../adapters/sqlite/open-sqlite.ts";
import { fold } from "../../ranking/state/fold.ts";
import { createFolder } from "../events/fold.ts";
import type { StoresConfig } from "../open-engine.ts";
import { noonMs, searchShown, shopEvent } from "../ports/behaviour-builders.contract.ts";

// A process that takes behaviour in and folds it as fast as it can until it is killed, and says on standard output what has
// been acknowledged: `event ID USER`, `search ID USER` and `erasing USER`, then `erased USER`. It works on a file of SQLite,
// or on what a configuration in JSON says. See testing/killed-events.ts.

const [place = "", round] = process.argv.slice(2);
// Loading what is not needed would take longer than all else that most children do.
const { events, counters } = place.startsWith("{")
  ? await (await import("../open-engine.ts")).openEngine(JSON.parse(place) as StoresConfig)
  : await openSqlite(place);
const folder = createFolder({ store: events, counters, fold, batch: 20, now: () => noonMs });
let written = 0;
await Promise.all([telling("a"), telling("b"), searching(), folding(), erasing()]);

async function telling(name: string): Promise<void> {
  for (let i = 0; ; i++) {
    const ids = Array.from({ length: 1 + (i % 4) }, (_, j) => `${round}-${name}-${i}-${j}`);
    const batch = ids.map((id, j) =>
      shopEvent(id, { user: `u${(i + j) % 50}`, queryId: id, query: "lamp", product: product((i * 7 + j) % 20) }),
    );
    await events.append(batch);
    written += ids.length;
    process.stdout.write(batch.map(({ id, user }) => `event ${id} ${user!}\n`).join(""));
  }
}

async function searching(): Promise<void> {
  for (let i = 0; ; i++) {
    const id = `${round}-s-${i}`;
    await events.appendImpressions([searchShown(id, { user: `u${i % 50}` })]);
    process.stdout.write(`search ${id} u${i % 50}\n`);
  }
}

async function folding(): Promise<void> {
  for (;;) await folder.step("shop");
}

async function erasing(): Promise<void> {
  for (let user = 0; ; user++) {
    while (written < 40 * (user + 1)) await new Promise((resolve) => setTimeout(resolve, 2));
    process.stdout.write(`erasing u${user % 50}\n`);
    await events.markErased(`u${user % 50}`);
    process.stdout.write(`erased u${user % 50}\n`);
  }
}

function product(n: number) {
  return { id: `p${n}`, group: `p${n}`, brand: null, category: "Lamps", price: 9 + n };
}
