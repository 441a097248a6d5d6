import { setTimeout as sleep } from "node:timers/promises";
import type { Product } from "../domain/product.ts";
import { pseudonym } from "../events/pseudonym.ts";
import { keptQueries } from "../suggestions/kept-queries.ts";
import type { RealServer } from "./real-server.ts";

/** Two catalogues of one server, alike in ids, words and prices, whose contents all hold the catalogue's name. */
export const twins = ["north", "south"] as const;
type Twin = (typeof twins)[number];

/** Of the same id, its words and its place in the order are another in each. */
export const twinProducts = (name: Twin): readonly Product[] =>
  Array.from({ length: 12 }, (_, i) => ({
    ...{
      id: `p${i}`,
      title: `Lamp ${"wide ".repeat(name === "north" ? i : 12 - i)}${name}zebra`,
      brand: `${name}brand`,
    },
    ...{ description: `Seen in ${name}`, categories: [`${name}aisle > Lamps`], price: i + 1, currency: "EUR" },
    in_stock: true,
  }));

/** What is kept from one request to the next: how one catalogue fills it, and what the other is told then. */
interface CacheRow {
  readonly cache: string;
  /** @returns text that holds the catalogue's own words, and never the other's */
  readonly ask: (name: Twin) => Promise<string>;
}

/**
 * A row for each cache that outlives a request and that a request can reach. Asking fills it, too.
 *
 * @param admin a key's secret
 */
const cacheRows = ({ url, stores, running }: RealServer, admin: string): readonly CacheRow[] => {
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, {
      ...init,
      headers: { "x-api-key": admin, ...(init.body !== undefined && { "content-type": "application/json" }) },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  };
  const post = (path: string, body: object) => ask(path, { method: "POST", body: JSON.stringify(body) });
  /** Seconds pass until processes have heard of what was stored. */
  const until = async (path: string, word: string) => {
    for (let i = 0; ; i++) {
      const text = await ask(path);
      if (text.includes(word) || i === 100) return text;
      await sleep(100);
    }
  };
  const tell = async (name: Twin) => {
    const { query_id } = JSON.parse(await ask(`/v1/search?catalog=${name}&q=lamp&user=u&session=s`)) as { query_id: string }; // prettier-ignore
    const event = { type: "click", user: "u", session: "s", query_id, product: "p1", position: 1 };
    await post(`/v1/events?catalog=${name}`, { events: [event] });
    await running.learning.settle(name);
  };
  const queryId = "0123456789abcdef0123456789abcdef";
  const tags = new Map<string, string>();
  return [
    { cache: "answers of searches", ask: (name) => ask(`/v1/search?catalog=${name}&q=lamp&facets=brand,categories`) },
    {
      cache: "order of a search's first page, by an id that both use",
      ask: async (name) => {
        const page = (number: number) =>
          ask(`/v1/search?catalog=${name}&q=lamp&size=4&page=${number}&query_id=${queryId}`);
        const [first, second] = [await page(1), await page(2)];
        const ids = [first, second].flatMap((text) =>
          (JSON.parse(text) as { hits: { id: string }[] }).hits.map(({ id }) => id),
        );
        const own = Array.from({ length: 8 }, (_, i) => `p${name === "north" ? i : 11 - i}`);
        if (ids.join() !== own.join()) throw new Error(`${name} is in another's order: ${ids.join()}`);
        return first + second;
      },
    },
    {
      cache: "ETags of searches and products",
      ask: async (name) => {
        let said = "";
        for (const path of ["/v1/search?q=lamp", "/v1/products/p1?"]) {
          const address = `${url}${path}&catalog=${name}`;
          // The other's tag is no tag of one's own.
          const answer = await fetch(address, {
            headers: { "x-api-key": admin, "if-none-match": tags.get(path) ?? "" },
          });
          tags.set(path, answer.headers.get("etag")!);
          said += await answer.text();
          if (answer.status !== 200) throw new Error(`${address}: ${answer.status} for another's tag`);
        }
        return said;
      },
    },
    {
      cache: "words of the catalogue",
      ask: (name) => ask(`/v1/suggest?catalog=${name}&q=${name.slice(0, 3)}&size=20`),
    },
    { cache: "explanations", ask: (name) => ask(`/v1/explain?catalog=${name}&q=${name}zebra&product=p1`) },
    { cache: "values of facets", ask: (name) => ask(`/v1/facets?catalog=${name}&field=brand&q=lamp`) },
    {
      cache: "popular searches",
      async ask(name) {
        const queries = [{ text: `lamp ${name}asked`, shoppers: 9, count: 99 }];
        await keptQueries(stores.answers).replace(name, queries, Date.now());
        return await until(`/v1/suggest?catalog=${name}&q=la&size=20`, `${name}asked`);
      },
    },
    {
      cache: "learned synonyms",
      async ask(name) {
        await post(`/v1/synonyms?catalog=${name}`, { from: "squirter", to: `${name}zebra` });
        return await until(`/v1/search?catalog=${name}&q=squirter`, `${name}zebra`);
      },
    },
    {
      cache: "products that events are stamped with",
      async ask(name) {
        await tell(name);
        return JSON.stringify((await stores.events.read(name, 0, 1000)).filter(({ kind }) => kind === "event"));
      },
    },
    {
      cache: "traffic",
      async ask(name) {
        await ask(`/v1/search?catalog=${name}&q=${name}nothing`);
        await running.learning.settle(name);
        return await until(`/v1/traffic?catalog=${name}&span=hour`, `${name}nothing`);
      },
    },
    {
      cache: "sessions",
      async ask(name) {
        await tell(name);
        const session = pseudonym(await stores.keys.secret("pseudonyms"), "s");
        return JSON.stringify(await stores.sessions.read(name, session));
      },
    },
    {
      cache: "counters",
      async ask(name) {
        await tell(name);
        const { entities } = await stores.counters.entities(name, null);
        return JSON.stringify(entities.map(({ key, counters }) => [key, ...counters]));
      },
    },
  ];
};

/** Asks each cache from either side, one right after the other. */
export const expectOwnAlone = async (server: RealServer, admin: string): Promise<void> => {
  for (const { cache, ask } of cacheRows(server, admin)) {
    for (const [name, other] of [twins, [...twins].reverse()] as const) {
      const text = await ask(name);
      expect([cache, name, text.includes(name), text.includes(other)]).toEqual([cache, name, true, false]);
    }
  }
};
