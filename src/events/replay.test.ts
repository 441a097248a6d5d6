import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom, shuffled } from "../../ranking/metrics/random.ts";
import { fold } from "../../ranking/state/fold.ts";
import { countable } from "../../ranking/traffic/countable.ts";
import { openSqlite, type SqliteStores } from "../adapters/sqlite/open-sqlite.ts";
import type { ImpressionEntry, LogEntry } from "../domain/log-entry.ts";
import { noonMs } from "../ports/behaviour-builders.contract.ts";
import { behaviourProducts, type BehaviourLine, makeBehaviour } from "../testing/behaviour-file.ts";
import { createAccept } from "./accept.ts";
import { createFolder, type Folder } from "./fold.ts";
import { toClientImpression } from "./to-client-impression.ts";

/** 100,000 take a minute: ask for them with the variable. */
const count = Number(process.env["WINNOW_TEST_EVENTS"] ?? 30_000);
const seed = Number(process.env["WINNOW_TEST_SEED"] ?? 20_260_115);
const folder = mkdtempSync(join(tmpdir(), "winnow-replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

it(`counts ${count} events alike: once in order, or three times, shuffled, late and duplicated (seed ${seed})`, async () => {
  const lines = makeBehaviour(count, seed, noonMs);
  const random = seededRandom(seed + 1);

  const once = join(folder, "once.db");
  await replay(once, lines, () => 1000);
  const expected = await fromLog(once);
  expect(await fromCounters(once)).toEqual(expected);

  const thrice = join(folder, "thrice.db");
  for (let round = 0; round < 3; round++) {
    const twice = lines.filter(() => random() < 0.1);
    await replay(thrice, shuffled([...lines, ...twice], random), () => 1 + Math.floor(random() ** 2 * 2000));
  }
  expect(await fromCounters(thrice)).toEqual(expected);

  // Else the file has missed what it is for.
  expect(Object.keys(expected).length).toBeGreaterThan(200);
  expect(expected["g"]!["C"]).toBeGreaterThan(count / 5);
  expect(expected["g"]!["C"]).toBeLessThan(
    lines.filter((line) => "event" in line && line.event.type === "click").length,
  );
}, 600_000);

/** Tells it all, in batches, while two folders fold whatever there is. */
async function replay(file: string, lines: readonly BehaviourLine[], batchSize: () => number): Promise<void> {
  await using mine = await openSqlite(file);
  await using others = await openSqlite(file);
  const folders = [mine, others].map((stores) => folderOf(stores));
  const tell = teller(mine);
  let folding = Promise.resolve<unknown>(undefined);
  let turn = 0;
  for (let start = 0; start < lines.length;) {
    const end = start + batchSize();
    await tell(lines.slice(start, end));
    start = end;
    turn++;
    if (turn % 16 !== 0) continue;
    await folding;
    // Now one, now the other, now both at once, of which one folds in vain.
    const steps = turn % 128 === 0 ? folders : [folders[(turn / 16) % 2]!];
    folding = Promise.all(steps.map((one) => one.step("shop")));
  }
  await folding;
  for (const one of folders) await one.catchUp("shop");
}

function folderOf({ events, counters }: SqliteStores): Folder {
  return createFolder({ store: events, counters, fold, batch: 5000, now: () => noonMs });
}

function teller({ events, sessions }: SqliteStores): (lines: readonly BehaviourLine[]) => Promise<void> {
  const products = () => Promise.resolve(behaviourProducts);
  const accept = createAccept({ store: events, sessions, products, recent: () => [], now: () => noonMs });
  return async (lines) => {
    const searches = lines.flatMap((line) => ("search" in line ? [line.search] : []));
    await events.appendImpressions(
      searches.map((search) => toClientImpression("shop", search, search.text, behaviourProducts)),
    );
    const told = lines.flatMap((line) => ("event" in line ? [line.event] : []));
    const { rejected } = await accept("shop", told);
    expect(rejected).toEqual([]);
  };
}

/** What the counters should be: all of the log at once, by its definition. */
async function fromLog(file: string): Promise<Counts> {
  await using stores = await openSqlite(file);
  const entries = await stores.events.read("shop", 0, 1e9);
  const isSearch = (entry: LogEntry): entry is ImpressionEntry => entry.kind === "impression";
  const searches = new Map(entries.filter(isSearch).map(({ impression }) => [impression.queryId, impression]));
  const sums: Record<string, Record<string, number>> = {};
  const known = entries.map((entry): LogEntry => {
    if (entry.kind === "impression") return entry;
    const search = searches.get(entry.event.queryId ?? "");
    const shown = search?.shown.find(({ id }) => id === entry.event.product!.id);
    const { query, position } = { query: search?.normalized ?? null, position: shown?.position ?? null };
    return { ...entry, event: { ...entry.event, query, position } };
  });
  for (const { key, field, by } of countable(known).flatMap(fold)) {
    const fields = (sums[key] ??= {});
    fields[field] = (fields[field] ?? 0) + by;
  }
  return sums;
}

async function fromCounters(file: string): Promise<Counts> {
  await using stores = await openSqlite(file);
  const all: Record<string, Record<string, number>> = {};
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await stores.counters.entities("shop", cursor ?? null);
    for (const { key, counters } of page.entities) all[key] = Object.fromEntries(counters);
    cursor = page.cursor;
  }
  return all;
}
