import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite, type SqliteStores } from "../src/adapters/sqlite/open-sqlite.ts";
import type { EventProduct } from "../src/domain/event.ts";
import type { Impression } from "../src/domain/impression.ts";
import type { LogEntry } from "../src/domain/log-entry.ts";
import type { SearchRequest } from "../src/domain/search.ts";
import type { SessionEntry, SessionState } from "../src/domain/session.ts";
import { createAccept } from "../src/events/accept.ts";
import { createFolder } from "../src/events/fold.ts";
import { createSearch } from "../src/search/search.ts";
import { generateProducts } from "../src/simulation/generate-products.ts";
import { fakeLearning } from "../src/testing/fake-learning.ts";
import { memoryRetrieval } from "../src/testing/memory-retrieval.ts";
import { readFacts } from "../src/text/read-facts.ts";
import { readMapping } from "../src/text/read-mapping.ts";
import { seededRandom } from "./metrics/random.ts";
import { accumulate, type State } from "./state/accumulate.ts";
import { expire } from "./state/expire.ts";
import { fold } from "./state/fold.ts";
import { countable } from "./traffic/countable.ts";

/*
 * Train = serve: what a model is trained on are the numbers that were logged when a search was answered. Here shoppers
 * search, click and buy over three days, through the real search, acceptance, log, fold and stores; then each logged
 * search is put together again from the log alone, as far as its counters and its session had come.
 */
const seed = 20261123;
const startMs = Date.UTC(2026, 5, 1, 9, 13);
const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
const products = [...generateProducts({ seed: 3, count: 400, nowMs: startMs })];
const retrieval = memoryRetrieval(mapping, products);
const known = new Map(products.map((product): [string, EventProduct] => [product.id, eventProduct(product.id)]));
const queries = [
  "lamp",
  "table lamp",
  "headphones",
  "wireless headphones",
  "dress",
  "cotton",
  "navy",
  "coffee mug",
  "rug",
];
const deadline = { signal: new AbortController().signal, remainingMs: () => 10_000 };
const request: Omit<SearchRequest, "text"> = {
  catalog: "shop",
  filters: [],
  facets: [],
  sort: { by: "relevance" },
  page: 1,
  size: 24,
  collapse: true,
  explain: false,
  highlight: false,
};

let folder: string;
let stores: SqliteStores;
let nowMs = startMs;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winnow-skew-"));
  stores = await openSqlite(join(folder, "winnow.db"), { now: () => nowMs });
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});

it("recomputed from the log, the features of each search are those that were logged, byte by byte", async () => {
  const logged = await shop();
  const log = await stores.events.read("shop", 0, 100_000);
  expect(log.filter(({ kind }) => kind === "event").length).toBeGreaterThan(150);
  let rows = 0;
  const sequences = new Set<number>();
  let personal = 0;
  for (const impression of logged) {
    const again = await recompute(impression, log);
    expect(again.shown.map(({ id }) => id)).toEqual(impression.shown.map(({ id }) => id));
    expect(bytes(again.vectors)).toEqual(bytes(impression.vectors));
    rows += impression.shown.length;
    sequences.add(impression.stateSequence);
    if (impression.sessionSequence > 0) personal++;
  }
  // It would be easy if nothing had happened.
  expect(rows).toBeGreaterThan(1500);
  expect(sequences.size).toBeGreaterThan(50);
  expect(personal).toBeGreaterThan(40);
}, 60_000);

it("one event more or less is seen", async () => {
  const log = await stores.events.read("shop", 0, 100_000);
  const impressions = log.flatMap((entry) => (entry.kind === "impression" ? [entry.impression] : []));
  const last = impressions.findLast(({ stateSequence, vectors }) => stateSequence > 100 && vectors.length > 0)!;
  const less = await recompute({ ...last, stateSequence: last.stateSequence - 60 }, log);
  expect(bytes(less.vectors)).not.toEqual(bytes(last.vectors));
});

/** Some 200 searches over three days, and what came of them. */
async function shop(): Promise<readonly Impression[]> {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const recent: Impression[] = [];
  const search = searchWith(
    fakeLearning({ counters: stores.counters, sessions: stores.sessions, now: () => nowMs }),
    recent,
  );
  const accept = createAccept({
    store: stores.events,
    sessions: stores.sessions,
    products: (_, ids) => Promise.resolve(new Map(ids.flatMap((id) => (known.has(id) ? [[id, known.get(id)!]] : [])))),
    recent: (_, queryId) => recent.filter((each) => each.queryId === queryId),
    now: () => nowMs,
  });
  await using folding = createFolder({
    store: stores.events,
    counters: stores.counters,
    fold,
    expire,
    now: () => nowMs,
    batch: 7,
  });
  for (let step = 0; step < 200; step++) {
    nowMs += Math.floor(random() * 40 * 60_000);
    const user = pick(["u1", "u2", "u3", "u4"]);
    const visitor = { user, session: `${user}-s`, bot: random() < 0.05, device: null };
    const impression = await search(pick(queries), visitor);
    if (random() < 0.8) await stores.events.appendImpressions([impression]);
    for (let i = 0; i < 3 && impression.shown.length > 0; i++) {
      nowMs += 5000;
      await accept("shop", [
        {
          ...{
            id: null,
            type: pick(["click", "click", "view", "add_to_cart", "purchase", "remove_from_cart", "other"]),
          },
          ...{ timestampMs: nowMs - pick([0, 1000, 86_400_000]), user, session: visitor.session, bot: visitor.bot },
          ...{ queryId: random() < 0.8 ? impression.queryId : null, currency: "GBP", extra: null },
          items: [
            { product: pick(impression.shown).id, queryId: null, position: null, priceMinor: null, quantity: null },
          ],
        },
      ]);
    }
    for (let i = 0; i < 3; i++) if (random() < 0.5) await folding.step("shop");
  }
  return recent.filter(({ bot }) => !bot);
}

/** The same search with the state and the session that the log tells of that moment. */
async function recompute(impression: Impression, log: readonly LogEntry[]): Promise<Impression> {
  const { stateSequence, sessionSequence, session, shownAtMs, text, user, bot, device } = impression;
  const folded = log.filter(({ sequence }) => sequence <= stateSequence);
  const state: State = accumulate(new Map(), countable(folded).flatMap(fold));
  const past = sessionSequence === 0 ? null : sessionOf(log, session!, sessionSequence);
  const again: Impression[] = [];
  const search = searchWith(
    fakeLearning({
      counters: {
        read: (_, keys) =>
          Promise.resolve({
            sequence: stateSequence,
            counters: keys.map((key) => state.get(key) ?? new Map<string, number>()),
          }),
      },
      sessions: { read: () => Promise.resolve(past) },
      now: () => shownAtMs,
    }),
    again,
  );
  return await search(text, { user, session, bot, device });
}

function searchWith(learning: ReturnType<typeof fakeLearning>, shown: Impression[]) {
  let count = 0;
  const made = createSearch({
    retrieval,
    synonyms: () => [],
    newQueryId: () => (++count).toString(16).padStart(32, "0"),
    learning: { ...learning, record: (impression) => void shown.push(impression) },
  });
  return async (text: string, visitor: Pick<Impression, "user" | "session" | "bot" | "device">) => {
    await made.search({ ...request, text, visitor }, deadline);
    return shown.at(-1)!;
  };
}

/** What a session store held when it had seen this much of the log: nothing from before half an hour of silence. */
function sessionOf(log: readonly LogEntry[], session: string, last: number): SessionState {
  let entries: SessionEntry[] = [];
  let touchedAtMs = -Infinity;
  for (const entry of log) {
    if (entry.kind !== "event" || entry.sequence > last) continue;
    const { session: own, type, timestampMs, receivedAtMs, product, setAside } = entry.event;
    if (own !== session || product === null || setAside === "bot") continue;
    if (receivedAtMs - touchedAtMs >= 30 * 60_000) entries = [];
    touchedAtMs = receivedAtMs;
    entries.push({ sequence: entry.sequence, type, timestampMs, product });
  }
  return { entries: entries.slice(-50) };
}

function eventProduct(id: string): EventProduct {
  const product = products.find((each) => each.id === id)!;
  const { brand, category, price } = readFacts(JSON.stringify(product), mapping);
  return { id, group: product.group_id ?? id, brand, category, price };
}

const bytes = ({ buffer }: Float32Array): string => Buffer.from(buffer).toString("hex");
