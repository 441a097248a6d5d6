import { readFileSync } from "node:fs";
import type { Product } from "../domain/product.ts";
import type { QueryWord } from "../domain/query-tree.ts";
import type { RetrievalPlan, Retrieved } from "../domain/retrieval.ts";
import { readMapping } from "../text/read-mapping.ts";
import type { ProductStore } from "./product-store.ts";
import type { Retrieval } from "./retrieval.ts";

/** What an engine cannot do yet: id of a test → why. Such a test is skipped, and its name says so. */
export type Gaps = Readonly<Record<string, string>>;

/** Opens an empty store and the engine under test over it; the suite disposes of both, the engine first. */
export interface EngineUnderTest {
  openStore(): Promise<ProductStore>;
  openRetrieval(store: ProductStore): Promise<Retrieval>;
}

export const mapping = readMapping(JSON.parse(readFileSync("mappings/products.json", "utf8")));
export const noDeadline = { signal: new AbortController().signal, remainingMs: () => 30_000 };

export type Test = (id: string, claim: string, run: () => Promise<void>) => void;

/** A test that is skipped, with the reason, when the engine has a gap there. */
export function testWith(gaps: Gaps): Test {
  return (id, claim, run) => {
    const gap = gaps[id];
    if (gap === undefined) it(claim, run);
    else it.skip(`${claim} (gap ${id}: ${gap})`, run);
  };
}

/** A catalogue named `shop` with these products, searched. */
export async function withProducts(
  engine: EngineUnderTest,
  products: readonly Product[],
  run: (
    retrieve: (plan: Partial<RetrievalPlan>) => Promise<Retrieved>,
    retrieval: Retrieval,
    store: ProductStore,
  ) => Promise<void>,
): Promise<void> {
  await using store = await engine.openStore();
  await store.defineCatalog("shop", mapping);
  await store.write(
    "shop",
    products.map((product) => ({ op: "put", product })),
  );
  await using retrieval = await engine.openRetrieval(store);
  await retrieval.refresh("shop");
  await run((plan) => retrieval.retrieve({ ...everything, ...plan }, noDeadline), retrieval, store);
}

export const everything: RetrievalPlan = {
  catalog: "shop",
  query: null,
  fields: [
    { name: "title", weight: 2 },
    { name: "description", weight: 1 },
  ],
  filters: [],
  facetFilters: [],
  facets: [],
  sort: { by: "relevance" },
  size: 100,
  collapse: false,
};

/** A plan's query: words as typed, all required unless they end with a question mark. */
export function query(...words: readonly (string | QueryWord)[]) {
  return {
    text: "",
    words: words.map((word) => (typeof word === "string" ? exactly(word) : word)),
    phrases: [],
    identifier: null,
  };
}

export function ids({ candidates }: Retrieved): string[] {
  return candidates.map(({ id }) => id);
}

export function product(id: string, title: string, more: Partial<Product> = {}): Product {
  return { ...more, id, title };
}

function exactly(word: string): QueryWord {
  const text = word.replace(/\?$/, "");
  return { text, alternatives: [{ terms: [text], weight: 1, kind: "exact" }], required: text === word };
}
