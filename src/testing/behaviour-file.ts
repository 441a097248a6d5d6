import { seededRandom } from "../../ranking/metrics/random.ts";
import type { EventProduct } from "../domain/event.ts";
import type { NewEvent, NewSearch } from "../domain/new-event.ts";

/** A line of a file of behaviour. */
export type BehaviourLine = { readonly event: NewEvent } | { readonly search: NewSearch };

const products = 200;
const queries = 60;

/** What the catalogue says of every product that is named in the file. */
export const behaviourProducts: ReadonlyMap<string, EventProduct> = new Map(
  Array.from({ length: products }, (_, i) => {
    const id = `p${i}`;
    return [id, { id, group: `g${i % 150}`, brand: `b${i % 9}`, category: `c${i % 12}`, price: 5 + i }];
  }),
);

/**
 * What shoppers did in 25 days: visits with a search and what follows from it, some of it days later or without saying from
 * where; people who do the same again, who send no token, bots that say so, and floods by tokens that do not.
 */
export const makeBehaviour = (count: number, seed: number, nowMs: number): readonly BehaviourLine[] => {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const startMs = nowMs - 25 * 86_400_000;
  const shoppers = Math.ceil(count / 30);
  const lines: BehaviourLine[] = [];
  let ids = 0;

  const tell = (search: NewSearch, type: string, product: string, afterMs: number, more: Partial<NewEvent> = {}) => {
    const { queryId, user, session, bot } = search;
    const item = { product, queryId: null, position: null, priceMinor: 100 * below(50), quantity: 1 + below(3) };
    lines.push({
      event: {
        // Every third has no id of its own: its content is its name.
        ...{ id: ids++ % 3 === 0 ? null : `e${ids}`, type, user, session, queryId, bot, items: [item] },
        ...{ timestampMs: Math.min(nowMs, search.timestampMs + afterMs), currency: null, extra: null, ...more },
      },
    });
  };
  const visit = (user: string | null, bot: boolean, deeds: number, hurryMs: number): void => {
    const first = below(products);
    const search: NewSearch = {
      queryId: `q${lines.length}`,
      timestampMs: startMs + below(24 * 86_400_000),
      ...{ user, session: user === null ? null : `${user}-s`, bot, text: `query ${below(queries)}` },
      products: Array.from({ length: 12 }, (_, i) => `p${(first + 7 * i) % products}`),
    };
    // One in twenty is never told of: its events name a search that nobody knows.
    if (random() > 0.05) lines.push({ search });
    for (let i = 0; i < deeds; i++) {
      const product = search.products[below(search.products.length)]!;
      const afterMs = hurryMs > 0 ? below(hurryMs) : 2000 + below(100_000);
      tell(search, "click", product, afterMs);
      if (random() < 0.2) tell(search, "click", product, afterMs + 5000);
      if (random() < 0.3) tell(search, "add_to_cart", product, afterMs + 9000);
      if (random() < 0.15) tell(search, "purchase", product, below(4 * 86_400_000), { queryId: below(3) ? search.queryId : null }); // prettier-ignore
      if (random() < 0.05) tell(search, "own.word", product, afterMs);
    }
  };
  while (lines.length < count) {
    const kind = random();
    const user = `u${below(shoppers)}`;
    if (kind < 0.002) for (let i = 0; i < 40; i++) visit(`flood${below(5)}`, false, 8, 0);
    else if (kind < 0.01) visit(`hasty${below(20)}`, false, 6, 250);
    else if (kind < 0.05) visit(`bot${below(20)}`, true, 5, 0);
    else if (kind < 0.1) visit(null, false, 2, 0);
    else visit(user, false, 1 + below(3), 0);
  }
  return lines.slice(0, count);
};
