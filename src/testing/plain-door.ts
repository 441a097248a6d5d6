import type { Product } from "../domain/product.ts";
import type { ShopDoor, ShopperEvent, ShopSearch } from "../simulation/shoppers/door.ts";

export interface PlainDoor extends ShopDoor {
  readonly searches: (ShopSearch & { readonly id: string; readonly shown: readonly string[] })[];
  readonly events: (ShopperEvent & { readonly agent: string })[];
}

/** A shop in a few lines, for tests: products by the rarity of the words they share with the query. @param reorder the last word on their order */
export function plainDoor(
  products: readonly Product[],
  reorder: (ids: string[]) => string[] = (ids) => ids,
): PlainDoor {
  const postings = new Map<string, Set<number>>();
  const first = products.filter(({ id, group_id }) => group_id === undefined || id === `${group_id}-1`);
  first.forEach(({ title, categories = [], brand = "" }, at) => {
    for (const word of words([title, brand, ...categories].join(" "))) {
      const list = postings.get(word);
      if (list === undefined) postings.set(word, new Set([at]));
      else list.add(at);
    }
  });
  const searches: PlainDoor["searches"] = [];
  const events: PlainDoor["events"] = [];
  return {
    searches,
    events,
    search: (search) => {
      const scores = new Map<number, number>();
      for (const word of words(search.text)) {
        const list = postings.get(word) ?? new Set<number>();
        for (const at of list) scores.set(at, (scores.get(at) ?? 0) + Math.log(1 + first.length / list.size));
      }
      const ranked = Array.from(scores).sort(([a, x], [b, y]) => y - x || a - b);
      const scoreOf = new Map(ranked.map(([at, score]) => [first[at]!.id, score]));
      const from = (search.page - 1) * search.size;
      const hits = reorder(Array.from(scoreOf.keys()))
        .slice(from, from + search.size)
        .map((id, rank) => ({ id, position: from + rank + 1, score: scoreOf.get(id)! }));
      const queryId = search.queryId ?? searches.length.toString(16).padStart(32, "0");
      searches.push({ ...search, id: queryId, shown: hits.map(({ id }) => id) });
      return Promise.resolve({ queryId, total: ranked.length, hits, model: null });
    },
    send: (sent, agent) => {
      events.push(...sent.map((event) => ({ ...event, agent })));
      return Promise.resolve();
    },
  };
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z0-9]+/g));
}
