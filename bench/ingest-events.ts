import { join } from "node:path";
import { seededRandom } from "../ranking/metrics/random.ts";
import { fold } from "../ranking/state/fold.ts";
import { openSqlite } from "../src/adapters/sqlite/open-sqlite.ts";
import type { EventProduct } from "../src/domain/event.ts";
import type { NewEvent } from "../src/domain/new-event.ts";
import { createAccept } from "../src/events/accept.ts";
import { createFolder } from "../src/events/fold.ts";
import { plainInserts, rate } from "./plain-sqlite.ts";

/** Told in one call, by us and by the peer: one transaction, one sync. */
const BATCH = 1000;
const nowMs = Date.UTC(2026, 0, 15);

export interface EventRates {
  /** Made durable through `events/accept`, four calls at once: stamped, deduplicated, repeats marked, sessions moved. */
  readonly accepted: number;
  /** The same in calls of 20 events, 16 of them at once, as shops' pages send them. */
  readonly small: number;
  /** Taken into the counters by the folder. */
  readonly folded: number;
  /** Plain inserts of the same bytes into a table `(id, source)`. */
  readonly plain: number;
}

/** Events a second, by each of them. */
export async function measureEvents(folder: string, count: number, seed: number, round: number): Promise<EventRates> {
  const events = makeEvents(count, seed);
  const file = (name: string): string => join(folder, `events-${name}-${round}.db`);
  const { accepted, folded, sources } = await acceptAll(file("large"), events, BATCH, 4);
  const small = await acceptAll(file("small"), events, 20, 16);
  return {
    accepted,
    folded,
    small: small.accepted,
    plain: plainInserts(file("plain"), sources, BATCH, ({ id, source }) => [id, source]),
  };
}

async function acceptAll(file: string, events: readonly NewEvent[], batch: number, atOnce: number) {
  await using stores = await openSqlite(file);
  const { events: store, counters, sessions } = stores;
  const products = () => Promise.resolve(known);
  const accept = createAccept({ store, sessions, products, recent: () => [], now: () => nowMs });
  const batches = Array.from({ length: Math.ceil(events.length / batch) }, (_, i) =>
    events.slice(i * batch, (i + 1) * batch),
  );
  const rest = batches.values();
  const tell = async () => {
    for (const one of rest) await accept("shop", one);
  };
  const accepted = await rate(events.length, () => Promise.all(Array.from({ length: atOnce }, tell)));
  const folder = createFolder({ store, counters, fold, now: () => nowMs });
  const folded = await rate(events.length, () => folder.catchUp("shop"));
  const entries = await store.read("shop", 0, events.length);
  const sources = entries.flatMap((entry) =>
    entry.kind === "event" ? [{ id: entry.event.id, source: JSON.stringify(entry.event) }] : [],
  );
  return { accepted, folded, sources };
}

const known: ReadonlyMap<string, EventProduct> = new Map(
  Array.from({ length: 5000 }, (_, i) => {
    const id = `sku-${1000 + i}`;
    return [
      id,
      {
        id,
        group: `g-${Math.floor(i / 2)}`,
        brand: `Brand ${i % 90}`,
        category: `Home > Room ${i % 40}`,
        price: 9 + i,
      },
    ];
  }),
);

function makeEvents(count: number, seed: number): readonly NewEvent[] {
  const random = seededRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const hex = (): string =>
    below(2 ** 32)
      .toString(16)
      .padStart(8, "0");
  let visit = { user: "", session: "", queryId: "", atMs: 0, left: 0 };
  return Array.from({ length: count }, (_, i): NewEvent => {
    if (visit.left === 0) {
      const [queryId, atMs] = [hex() + hex() + hex() + hex(), nowMs - 86_400_000 + i];
      visit = { user: `${hex()}${hex()}ABCDEF`, session: `${hex()}${hex()}GHIJKL`, queryId, atMs, left: 1 + below(6) };
    }
    visit.left--;
    const { user, session, queryId, atMs } = visit;
    return {
      ...{ id: `${hex()}-${hex()}-${i}`, type: below(4) === 0 ? "add_to_cart" : "click", user, session, queryId },
      ...{ timestampMs: atMs + below(1000), bot: false, currency: null, extra: null },
      items: [
        {
          product: `sku-${1000 + below(5000)}`,
          queryId: null,
          position: 1 + below(24),
          priceMinor: null,
          quantity: null,
        },
      ],
    };
  });
}
